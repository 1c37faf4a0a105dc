import { Budget, withinBudget, type BudgetOptions, type Unknown } from "../history/Budget";
import { causalHistory, type CausalOperation } from "./CausalHistory";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { ProgramOrder } from "../history/ProgramOrder";
import { Relation } from "./Relation";

/** What can be wrong, with the names of Bouajjani et al. */
export type BadPattern =
  /** ThinAirRead: a value that nobody wrote. */
  | "thin-air-read"
  /** CyclicCO: an effect is its own cause. */
  | "cyclic-causality"
  /** WriteCOInitRead: the initial value, although a write is among the causes of the read. */
  | "initial-read-after-write"
  /** WriteCORead: a value, although one that overwrote it is among the causes of the read. */
  | "overwritten-read"
  /** WriteHBInitRead and CyclicHB: the client's reads cannot be put into one order with the writes it knows of. */
  | "no-order-for-client";

export type CausalVerdict<Input, Output> =
  | { readonly kind: "causal" }
  | {
      readonly kind: "illegal";
      readonly pattern: BadPattern;
      /** The operations of the pattern. */
      readonly operations: History<Input, Output>;
      /** A sentence. */
      readonly reason: string;
    }
  | Unknown;

type CausalIllegal<Input, Output> = Extract<CausalVerdict<Input, Output>, { kind: "illegal" }>;

/**
 * Whether a history of reads and writes is causally consistent: causal memory (Ahamad et al., 1995). For each client
 * there is an order of its own operations and of all writes that keeps causality and explains its reads; causality is
 * each client's own order, and from each write to the reads of its value. Two clients may see writes that are not
 * causes of each other in different orders.
 *
 * Exact where every written value is written once, by looking for the bad patterns of Bouajjani et al., "On verifying
 * causal consistency" (2017), theorem 5; "unknown" for other histories.
 *
 * @param model one that names its states: kvModel (get and put), casRegisterModel (read and write)
 * @param options a step is a row of the causality between all operations; default 20,000,000, which is enough for
 * some thousands of operations
 * @param shorten makes an output short enough for a message; default: as it is
 */
export function checkCausal<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: BudgetOptions = {},
  shorten: (output: Output) => Output = (output) => output,
): CausalVerdict<Input, Output> {
  const name = ({ client, input, output }: Operation<Input, Output>): string =>
    `${client}'s ${model.describeOperation(input, output === undefined ? undefined : shorten(output))}`;
  const known = causalHistory(model, history);
  if (known.kind === "unknown") return known;
  if (known.kind === "thin air") {
    return illegalByPattern(
      "thin-air-read",
      [known.read],
      `${name(known.read)} returned a value that nobody wrote.`,
    );
  }
  return withinBudget((): CausalVerdict<Input, Output> => {
    return (
      new CausalCheck(known.operations, new Budget({ steps: 20_000_000, ...options }), name).run() ?? CAUSAL
    );
  });
}

const CAUSAL = { kind: "causal" } as const;

function illegalByPattern<Input, Output>(
  pattern: BadPattern,
  operations: History<Input, Output>,
  reason: string,
): CausalIllegal<Input, Output> {
  return { kind: "illegal", pattern, operations, reason };
}

class CausalCheck<Input, Output> {
  readonly #operations: readonly CausalOperation<Input, Output>[];
  readonly #program: ProgramOrder;
  readonly #causes: Relation;
  readonly #name: (operation: Operation<Input, Output>) => string;
  /** The writes of each variable. */
  readonly #writes = new Map<number, number[]>();

  constructor(
    operations: readonly CausalOperation<Input, Output>[],
    budget: Budget,
    name: (operation: Operation<Input, Output>) => string,
  ) {
    this.#operations = operations;
    this.#program = new ProgramOrder(operations.map(({ operation }) => operation));
    this.#causes = new Relation(operations.length, budget);
    this.#name = name;
    operations.forEach(({ kind, variable }, i) => {
      if (kind === "write") this.#writes.set(variable, [...(this.#writes.get(variable) ?? []), i]);
    });
  }

  run(): CausalIllegal<Input, Output> | undefined {
    this.#operations.forEach(({ from }, i) => {
      for (const earlier of this.#program.before[i] ?? []) this.#causes.add(earlier, i);
      if (from !== undefined) this.#causes.add(from, i);
    });
    for (let i = 0; i < this.#operations.length; i++) {
      const problem = this.#cycle(i) ?? this.#overwritten(i);
      if (problem !== undefined) return problem;
    }
    for (const own of this.#program.clients) {
      const problem = this.#unordered(own);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #cycle(i: number): CausalIllegal<Input, Output> | undefined {
    if (!this.#causes.has(i, i)) return undefined;
    const ring = this.#operations
      .map((_, other) => other)
      .filter((o) => this.#causes.has(i, o) && this.#causes.has(o, i));
    return illegalByPattern(
      "cyclic-causality",
      ring.map((o) => this.#at(o)),
      `${this.#text(i)} is among its own causes: ${ring.map((o) => this.#text(o)).join(", ")} each follow from the others.`,
    );
  }

  #overwritten(read: number): CausalIllegal<Input, Output> | undefined {
    const { kind, variable, from } = this.#operations[read] as CausalOperation<Input, Output>;
    if (kind !== "read") return undefined;
    for (const write of this.#writes.get(variable) ?? []) {
      if (write === from || !this.#causes.has(write, read)) continue;
      if (from === undefined) {
        return illegalByPattern(
          "initial-read-after-write",
          [this.#at(write), this.#at(read)],
          `${this.#text(read)} found the initial value, but ${this.#text(write)} is among its causes.`,
        );
      }
      if (this.#causes.has(from, write)) {
        return illegalByPattern(
          "overwritten-read",
          [this.#at(from), this.#at(write), this.#at(read)],
          `${this.#text(read)} found the value of ${this.#text(from)}, but ${this.#text(write)}, which followed that one, is among its causes.`,
        );
      }
    }
    return undefined;
  }

  /**
   * The order in which one client can have seen the writes: causality among what its operations follow from, and for
   * each of its reads, other writes of the variable that come before the read come before the write it saw.
   */
  #unordered(own: readonly number[]): CausalIllegal<Input, Output> | undefined {
    const past = (i: number): boolean => own.includes(i) || own.some((o) => this.#causes.has(i, o));
    const known = new Set([...this.#operations.keys()].filter(past));
    const seen = this.#causes.copy();
    const reads = own.filter((i) => this.#operations[i]?.kind === "read");
    for (let changed = true; changed;) {
      changed = false;
      for (const read of reads) {
        const { variable, from } = this.#operations[read] as CausalOperation<Input, Output>;
        for (const write of this.#writes.get(variable) ?? []) {
          if (write === from || !known.has(write) || !seen.has(write, read)) continue;
          if (from === undefined || seen.has(from, write)) {
            const involved = from === undefined ? [write, read] : [from, write, read];
            return illegalByPattern(
              "no-order-for-client",
              involved.map((i) => this.#at(i)),
              `${this.#at(read).client} cannot have seen the writes in any one order: from its other answers it follows that ${this.#text(write)} came ${from === undefined ? "" : `after ${this.#text(from)} and `}before ${this.#text(read)}.`,
            );
          }
          if (seen.add(write, from)) changed = true;
        }
      }
    }
    seen.drop();
    return undefined;
  }

  #at(i: number): Operation<Input, Output> {
    return (this.#operations[i] as CausalOperation<Input, Output>).operation;
  }

  #text(i: number): string {
    return this.#name(this.#at(i));
  }
}
