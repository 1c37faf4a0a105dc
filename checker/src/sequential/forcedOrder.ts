import type { Budget, Unknown } from "../history/Budget";
import { causalHistory, type CausalOperation } from "../causal/CausalHistory";
import type { History } from "../history/History";
import type { Model } from "../models/Model";
import { ProgramOrder } from "../history/ProgramOrder";
import { Relation } from "../causal/Relation";

/** What must come before what in every order that explains all answers. */
export type ForcedOrder<Input, Output> =
  /** For each operation of the history, by number, some that come before it; the rest follows from these. */
  | { readonly kind: "known"; readonly before: readonly (readonly number[])[] }
  /** Each comes before the next, and the last before the first: there is no such order. */
  | { readonly kind: "ring"; readonly ring: History<Input, Output> }
  | Unknown;

/**
 * Follows from the order of each client and from who read whose value: a write of the same key that comes before the
 * read comes before the write that was read, and one that comes after that write comes after the read. This goes on
 * until nothing new follows. It does not find everything, as checking sequential consistency is NP-complete (Gibbons
 * and Korach, 1997), but leaves little to search.
 *
 * "unknown" where a value was written twice, and for models that do not name their states. Throws when the budget
 * runs out, see `withinBudget`.
 */
export function forcedOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  budget: Budget,
): ForcedOrder<Input, Output> {
  const known = causalHistory(model, history);
  if (known.kind === "unknown") return known;
  // `checkCausal` says what is wrong with such a read.
  if (known.kind === "thin air") return { kind: "ring", ring: [known.read] };
  const { operations } = known;
  const edges = new ForcedEdges(operations, budget);
  const ring = edges.ring();
  if (ring !== undefined)
    return {
      kind: "ring",
      ring: ring.map((i) => (operations[i] as CausalOperation<Input, Output>).operation),
    };
  const numbers = numbersInHistory(history, operations);
  const before: number[][] = history.map(() => []);
  edges.before.forEach((own, i) => {
    before[numbers[i] as number]?.push(...own.map((other) => numbers[other] as number));
  });
  return { kind: "known", before };
}

/** The numbers that operations have in the history; they are in its order. */
function numbersInHistory<Input, Output>(
  history: History<Input, Output>,
  operations: readonly CausalOperation<Input, Output>[],
): number[] {
  let at = -1;
  return operations.map(({ operation }) => (at = history.indexOf(operation, at + 1)));
}

class ForcedEdges<Input, Output> {
  /** For each operation those that an edge leads from. */
  readonly before: number[][];
  readonly #operations: readonly CausalOperation<Input, Output>[];
  readonly #follows: Relation;
  #looped: number | undefined;

  constructor(operations: readonly CausalOperation<Input, Output>[], budget: Budget) {
    this.#operations = operations;
    this.before = operations.map(() => []);
    this.#follows = new Relation(operations.length, budget);
    const program = new ProgramOrder(operations.map(({ operation }) => operation));
    operations.forEach(({ from }, i) => {
      for (const earlier of program.before[i] ?? []) this.#add(earlier, i);
      if (from !== undefined) this.#add(from, i);
    });
    if (!this.#hasRing()) this.#saturate();
    this.#follows.drop();
  }

  /** A shortest ring of edges through one operation of a ring; undefined when there is none. */
  ring(): number[] | undefined {
    const start = this.#looped;
    if (start === undefined) return undefined;
    const towards = new Map<number, number>();
    const queue = [start];
    for (const at of queue) {
      for (const earlier of this.before[at] ?? []) {
        if (towards.has(earlier)) continue;
        towards.set(earlier, at);
        queue.push(earlier);
      }
      if (towards.has(start)) break;
    }
    const ring = [start];
    for (let at = towards.get(start); at !== undefined && at !== start; at = towards.get(at)) ring.push(at);
    return ring;
  }

  #hasRing(): boolean {
    return this.#looped !== undefined;
  }

  #saturate(): void {
    const reads = [...this.#operations.keys()].filter((i) => this.#operations[i]?.kind === "read");
    const writes = new Map<number, number[]>();
    this.#operations.forEach(({ kind, variable }, i) => {
      if (kind === "write") writes.set(variable, [...(writes.get(variable) ?? []), i]);
    });
    for (let changed = true; changed;) {
      changed = false;
      for (const read of reads) {
        const { variable, from } = this.#operations[read] as CausalOperation<Input, Output>;
        for (const write of writes.get(variable) ?? []) {
          if (write === from) continue;
          if (from === undefined || this.#follows.has(from, write))
            changed = this.#add(read, write) || changed;
          if (from !== undefined && this.#follows.has(write, read))
            changed = this.#add(write, from) || changed;
          if (this.#hasRing()) return;
        }
      }
    }
  }

  /** False when it is known, or follows from what is known. */
  #add(from: number, to: number): boolean {
    if (!this.#follows.add(from, to)) return false;
    this.before[to]?.push(from);
    if (this.#follows.has(from, from)) this.#looped ??= from;
    return true;
  }
}
