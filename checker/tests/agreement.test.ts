import { expect } from "chai";
import * as fc from "fast-check";
import {
  checkCausal,
  checkLinearizable,
  checkSequential,
  kvModel,
  type History,
  type KVInput,
  type Model,
  type Operation,
} from "../src";
import { Budget } from "../src/history/Budget";
import { fixedOrder } from "../src/linearizable/fixedOrder";
import { JustInTimeSearch } from "../src/linearizable/JustInTimeSearch";
import type { LinearizationResult } from "../src/linearizable/LinearizationSearch";
import { OldestCallSearch } from "../src/linearizable/OldestCallSearch";
import { stepsOfModel } from "../src/models/ModelSteps";
import { isCausal, isLinearizable, isSequential } from "./support/byTrying";
import { expectOrder } from "./support/expectOrder";
import { laggingStoreHistory, withOtherAnswer } from "./support/laggingStoreHistory";
import { kv, lock, register, registers, versioned } from "./support/kinds";
import { randomHistories, type RandomKind } from "./support/randomHistories";

/** Random histories in all; half of them long. CHECKER_RUNS=100000 takes some minutes. */
const RUNS = Number(process.env.CHECKER_RUNS ?? 10_000);
/** Fixed, so that a run can be repeated. CHECKER_SEED tries others. */
const SEED = Number(process.env.CHECKER_SEED ?? 1);
const SHORT = 7;
const LONG = 24;

function forAll<State, Input, Output>(
  kind: RandomKind<State, Input, Output>,
  most: number,
  share: number,
  check: (history: Operation<Input, Output>[]) => void,
): void {
  fc.assert(fc.property(randomHistories(kind, most), check), {
    numRuns: Math.max(1, Math.ceil(RUNS * share)),
    seed: SEED,
  });
}

/** What one search says of a part when it may take one step at a time. */
function resultOfSearch<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  Search: typeof JustInTimeSearch | typeof OldestCallSearch,
): LinearizationResult {
  const budget = new Budget({});
  const search = new Search(part, stepsOfModel(model, part, budget), budget);
  for (;;) {
    const result = search.advance(1);
    if (result !== undefined) return result;
  }
}

/** Every get answers with a value that somebody wrote to its key, or with the initial one. */
function withGuesses(
  history: readonly Operation<KVInput, string>[],
  numbers: readonly number[],
): Operation<KVInput, string>[] {
  return history.map((operation, i) => {
    const { input } = operation;
    if (input.op !== "get" || operation.output === undefined) return operation;
    const values = history.flatMap((other) =>
      other.input.op === "put" && other.input.key === input.key ? [other.input.value] : [],
    );
    return { ...operation, output: ["", ...values][numbers[i]! % (values.length + 1)]! };
  });
}

describe("random histories, right and wrong", () => {
  const compare = <State, Input, Output>(name: string, kind: RandomKind<State, Input, Output>): void => {
    const { model } = kind;
    it(`${name}: the checker says what trying all orders says`, () => {
      const found = { linearizable: 0, illegal: 0 };
      forAll(kind, SHORT, 0.1, (history) => {
        const verdict = checkLinearizable(model, history);
        expect(verdict.kind).to.equal(isLinearizable(model, history) ? "linearizable" : "illegal");
        if (verdict.kind === "linearizable")
          for (const order of verdict.orders) expectOrder(model, history, order);
        if (verdict.kind !== "unknown") found[verdict.kind] += 1;
      });
      expect(found.linearizable).to.be.above(0);
      expect(found.illegal).to.be.above(0);
    });

    for (const Search of [JustInTimeSearch, OldestCallSearch]) {
      it(`${name}: ${Search.name} alone, stopped at every step, says what trying all orders says`, () => {
        forAll(kind, SHORT, 0.1, (history) => {
          const parts = model.partition?.(history) ?? [history];
          const found = parts.map((part) => resultOfSearch(model, part, Search));
          const legal = found.every((result) => result.kind === "order");
          expect(legal).to.equal(isLinearizable(model, history));
          parts.forEach((part, i) => {
            const result = found[i];
            if (result?.kind === "order")
              expectOrder(
                model,
                part,
                result.order.map((at) => part[at]!),
              );
          });
        });
      });
    }

    it(`${name}: checkSequential says what trying all orders says`, () => {
      forAll(kind, SHORT, 0.1, (history) => {
        expect(checkSequential(model, history).kind).to.equal(
          isSequential(model, history) ? "sequential" : "illegal",
        );
      });
    });

    it(`${name}: values that tell the order, one search by part, and one of everything agree`, () => {
      const told = { order: 0, illegal: 0, undecided: 0 };
      forAll(kind, LONG, 0.1, (history) => {
        for (const part of model.partition?.(history) ?? [history]) told[fixedOrder(model, part).kind] += 1;
        const verdict = checkLinearizable(model, history);
        expect(verdict.kind).to.be.oneOf(["linearizable", "illegal"]);
        expect(checkLinearizable(model, history, { fixedOrder: false }).kind).to.equal(verdict.kind);
        expect(checkLinearizable(model, history, { fixedOrder: false, partition: false }).kind).to.equal(
          verdict.kind,
        );
        if (verdict.kind === "linearizable")
          for (const order of verdict.orders) expectOrder(model, history, order);
      });
      const least = model.order === undefined ? 0 : 1;
      expect(Math.min(told.order, told.illegal), "parts decided by values").to.be.at.least(least);
      if (process.env.CHECKER_RUNS !== undefined) console.log(`      ${JSON.stringify(told)}`);
    });
  };
  compare("key/value", kv);
  compare("key/value without append", registers);
  compare("versions", versioned);
  compare("compare-and-set", register);
  compare("locks", lock);

  it("checkSequential says so too of servers that lag behind", () => {
    const found = { sequential: 0, ring: 0, causal: 0, search: 0 };
    for (let seed = 1; seed <= 400; seed++) {
      const right = laggingStoreHistory(seed, { clients: 3, calls: 3, keys: 2 });
      const history = seed % 2 === 0 ? right : withOtherAnswer(seed, right);
      const verdict = checkSequential(kvModel, history);
      expect(verdict.kind, `seed ${String(seed)}`).to.equal(
        isSequential(kvModel, history) ? "sequential" : "illegal",
      );
      if (verdict.kind === "sequential") found.sequential++;
      else if (verdict.kind === "illegal")
        found[verdict.causal !== undefined ? "causal" : verdict.ring !== undefined ? "ring" : "search"]++;
    }
    expect(Math.min(found.sequential, found.ring, found.causal), JSON.stringify(found)).to.be.at.least(1);
  });

  it("checkCausal says what trying all orders says", () => {
    const found = { causal: 0, illegal: 0, unknown: 0 };
    const guesses = fc
      .tuple(randomHistories(registers, SHORT), fc.array(fc.nat(), { minLength: SHORT, maxLength: SHORT }))
      .map(([history, numbers]) => withGuesses(history, numbers));
    const check = (history: Operation<KVInput, string>[]): void => {
      const { kind } = checkCausal(registers.model, history);
      if (kind !== "unknown")
        expect(kind).to.equal(isCausal(registers.model, history) ? "causal" : "illegal");
      found[kind] += 1;
    };
    fc.assert(fc.property(guesses, check), { numRuns: Math.max(1, RUNS / 5), seed: SEED });
    for (const [what, count] of Object.entries(found)) expect(count, what).to.be.above(0);
  });

  it("what is linearizable is sequential, and what is sequential is causal", () => {
    const found = { linearizable: 0, sequential: 0, causal: 0, nothing: 0 };
    const guesses = fc
      .tuple(randomHistories(registers, 10), fc.array(fc.nat(), { minLength: 10, maxLength: 10 }))
      .map(([history, numbers]) => withGuesses(history, numbers));
    const check = (history: Operation<KVInput, string>[]): void => {
      const linearizable = checkLinearizable(registers.model, history).kind === "linearizable";
      const sequential = checkSequential(registers.model, history).kind;
      const causal = checkCausal(registers.model, history).kind;
      if (linearizable) expect(sequential).to.equal("sequential");
      if (sequential === "sequential") expect(causal).to.be.oneOf(["causal", "unknown"]);
      if (causal === "illegal") expect(sequential).to.equal("illegal");
      found[
        linearizable
          ? "linearizable"
          : sequential === "sequential"
            ? "sequential"
            : causal === "causal"
              ? "causal"
              : "nothing"
      ] += 1;
    };
    forAll(registers, 12, 0.1, check);
    fc.assert(fc.property(guesses, check), { numRuns: Math.max(1, RUNS / 10), seed: SEED });
    for (const [what, count] of Object.entries(found)) expect(count, what).to.be.above(0);
  });
});
