import { expect } from "chai";
import * as fc from "fast-check";
import { checkCausal, checkLinearizable, checkSequential, type Operation } from "../src";
import { isLinearizable, isSequential } from "./byTrying";
import { expectOrder } from "./expectOrder";
import { kv, lock, register, registers, versioned } from "./kinds";
import { randomHistories, type RandomKind } from "./randomHistories";

/** Random histories in all; half of them long. CHECKER_RUNS=100000 takes some minutes. */
const RUNS = Number(process.env.CHECKER_RUNS ?? 4000);
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

    it(`${name}: values that tell the order, one search by part, and one of everything agree`, () => {
      forAll(kind, LONG, 0.1, (history) => {
        const verdict = checkLinearizable(model, history);
        expect(verdict.kind).to.be.oneOf(["linearizable", "illegal"]);
        expect(checkLinearizable(model, history, { fixedOrder: false }).kind).to.equal(verdict.kind);
        expect(checkLinearizable(model, history, { fixedOrder: false, partition: false }).kind).to.equal(
          verdict.kind,
        );
        if (verdict.kind === "linearizable")
          for (const order of verdict.orders) expectOrder(model, history, order);
      });
    });
  };
  compare("key/value", kv);
  compare("key/value without append", registers);
  compare("versions", versioned);
  compare("compare-and-set", register);
  compare("locks", lock);

  it("checkSequential says what trying all orders says", () => {
    forAll(kv, SHORT, 0.1, (history) => {
      expect(checkSequential(kv.model, history).kind).to.equal(
        isSequential(kv.model, history) ? "sequential" : "illegal",
      );
    });
  });

  it("what is linearizable is sequential, and what is sequential is causal", () => {
    const found = { linearizable: 0, sequential: 0, causal: 0, nothing: 0 };
    forAll(registers, 12, 0.2, (history) => {
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
    });
    for (const count of Object.values(found)) expect(count).to.be.above(0);
  });
});
