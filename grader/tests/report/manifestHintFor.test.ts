import { expect } from "chai";
import type { HintCondition } from "toolkit/labs/TestHint";
import { manifestHintFor, type HintedFailure } from "../../src/report/manifestHintFor";
import { reportHintForFailure } from "../../src/report/reportHintForFailure";

const OWN = "Use +.";

describe("a hint with conditions", () => {
  const about = (when: HintCondition, changes: Partial<HintedFailure> = {}): string | undefined =>
    manifestHintFor([{ when, text: OWN }], {
      kind: "failed",
      message: "not linearizable: nothing explains a's get",
      expected: "one order",
      got: "two",
      cause: ['one operation suffices: clerk-0 append("k","v")'],
      reasons: ["it follows b's put(1)"],
      faults: ["lost-reply", "late-request"],
      ...changes,
    });

  it("fits where all of them hold, and of a list one", () => {
    for (const when of [
      {},
      { kind: ["deadlock", "failed"] },
      { faults: "lost-reply" },
      { faults: ["crash", "late"] },
      { says: "Not Linearizable" },
      { says: ["nonsense", "follows b"] },
      { shows: "TWO" },
      { operations: ["put"] },
      { operations: "append", faults: "lost-reply", says: "get", shows: "one", kind: "failed" },
    ] satisfies HintCondition[])
      expect(about(when), JSON.stringify(when)).to.equal(OWN);
  });

  it("is left out where one of them does not hold", () => {
    for (const when of [
      { kind: "deadlock" },
      { faults: ["crash", "none"] },
      { says: "two" },
      { shows: "linearizable" },
      { operations: ["get", "delete"] },
      { operations: "append", faults: "crash" },
    ] satisfies HintCondition[])
      expect(about(when), JSON.stringify(when)).to.equal(undefined);
  });

  it("knows a counterexample without faults from one that nobody looked for", () => {
    expect(about({ faults: "none" }, { faults: [] })).to.equal(OWN);
    const unknown = { kind: "failed", message: "x" } as const;
    expect(manifestHintFor([{ when: { faults: "none" }, text: OWN }], unknown)).to.equal(undefined);
  });

  it("is about what the test found unless it names another kind, and then comes before the kit's own", () => {
    expect(about({}, { kind: "no-progress" })).to.equal(undefined);
    const stuck = { kind: "no-progress", message: "x", details: [] } as const;
    expect(reportHintForFailure([{ when: { kind: "no-progress" }, text: OWN }], stuck)).to.equal(OWN);
    expect(reportHintForFailure(OWN, stuck)).to.match(/never finishes/);
  });

  it("gives way to the next, and to none", () => {
    const failure = { kind: "failed", message: "b", details: [] } as const;
    const [first, second] = [
      { when: { says: "a" }, text: "first" },
      { when: { says: "b" }, text: "second" },
    ];
    expect(reportHintForFailure([first, second], failure)).to.equal("second");
    expect(reportHintForFailure([first], failure)).to.equal(undefined);
  });
});
