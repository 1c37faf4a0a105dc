import { expect } from "chai";
import type { Fault, FaultPlan, FaultSeen, Outcome } from "../../../src/simulation";
import { deltaDebug } from "../../../src/testing/minimise/deltaDebug";
import { failureSignature } from "../../../src/testing/explain/failureSignature";
import {
  minimisePlan,
  type MinimisedPlan,
  type PlannedRun,
} from "../../../src/testing/minimise/minimisePlan";

const lost = (n: number): Fault => ({ kind: "lost-reply", message: `c/${String(n)}>s/1` });
const late = (n: number): Fault => ({ kind: "late-request", message: `c/${String(n)}>s/1`, delayMs: 9 });
const seen = (fault: Fault, scripted?: string): FaultSeen => ({
  fault,
  at: 0,
  id: 0,
  call: "",
  scripted,
  kept: false,
});

const FAILED: Outcome = { kind: "failed", message: "wrong", restsOn: "history" };
const EXPECTED: Outcome = { kind: "failed", message: "wrong", restsOn: "scenario" };

/** Minimises the plan of a failure that comes exactly when `fails` says so. */
function search(
  faults: readonly FaultSeen[],
  fails: (plan: FaultPlan) => boolean,
  {
    outcome = FAILED,
    operations = [] as string[],
    inForce = [] as number[],
    runs = 1_000,
  }: { outcome?: Outcome; operations?: string[]; inForce?: number[]; runs?: number } = {},
): Promise<MinimisedPlan> {
  const drawn = new Map<string, number>();
  const run = (plan: FaultPlan): Promise<PlannedRun> =>
    Promise.resolve({
      outcome: fails(plan) ? outcome : { kind: "passed" as const },
      events: 10,
      operations,
      drawn,
    });
  return minimisePlan(
    { outcome, faults, inForce, atMs: 5, operations, drawn, generated: false, run },
    { runs, events: 1_000_000 },
  );
}

function has(plan: FaultPlan, ...faults: readonly Fault[]): boolean {
  const keys = plan.faults.map((fault) => JSON.stringify(fault));
  return faults.every((fault) => keys.includes(JSON.stringify(fault)));
}

describe("deltaDebug", () => {
  const numbers = Array.from({ length: 60 }, (_, i) => i);

  for (const needed of [[], [0], [59], [3, 4], [0, 30, 59], [1, 2, 3, 4, 5, 6, 7]]) {
    it(`finds [${needed.join(", ")}] among 60`, async () => {
      const found = await deltaDebug(numbers, (part) =>
        Promise.resolve(needed.every((number) => part.includes(number))),
      );
      expect(found).to.deep.equal(needed);
    });
  }

  it("ends with a part of which no element can be taken, also when the answers are not monotonic", async () => {
    const holds = (part: readonly number[]): boolean => part.length % 3 === 0 && part.includes(7);
    const found = await deltaDebug(numbers, (part) => Promise.resolve(holds(part)));
    expect(holds(found)).to.equal(true);
    for (const left of found) expect(holds(found.filter((one) => one !== left))).to.equal(false);
  });
});

describe("minimisePlan", () => {
  it("goes on from the plan that a run was made with", async () => {
    const operations = ["c/1", "c/2", "c/3"];
    const drawn = new Map([["clients", 1]]);
    const tried: FaultPlan[] = [];
    const run = (plan: FaultPlan): Promise<PlannedRun> => {
      tried.push(plan);
      const outcome: Outcome = plan.leftOut.includes("c/2") ? { kind: "passed" } : FAILED;
      return Promise.resolve({ outcome, events: 10, operations, drawn });
    };
    const within: FaultPlan = {
      faults: [lost(1)],
      leftOut: ["c/1"],
      untilMs: 99,
      dimensions: { clients: 1 },
    };
    const found = await minimisePlan(
      {
        outcome: FAILED,
        faults: [seen(lost(1))],
        inForce: [],
        atMs: 5,
        operations,
        drawn,
        generated: false,
        within,
        run,
      },
      { runs: 1_000, events: 1_000_000 },
    );
    expect(found.plan).to.deep.equal({
      faults: [],
      leftOut: ["c/1", "c/3"],
      untilMs: 5,
      dimensions: { clients: 1 },
    });
    for (const { leftOut, dimensions } of tried) {
      expect(leftOut).to.include("c/1");
      expect(dimensions).to.deep.equal({ clients: 1 });
    }
  });

  const faults = Array.from({ length: 40 }, (_, n) => [seen(lost(n)), seen(late(n))]).flat();

  it("finds the faults that matter", async () => {
    const { plan, search: how } = await search(faults, (p) => has(p, lost(5), late(31)));
    expect(plan.faults).to.have.deep.members([lost(5), late(31)]);
    expect(how).to.equal("minimal");
  });

  it("takes one run to find that no fault matters", async () => {
    const { plan, runs } = await search(faults, () => true);
    expect(plan).to.deep.equal({ faults: [], leftOut: [], untilMs: 5 });
    expect(runs).to.equal(1);
  });

  it("finds the operations that matter, when the verdict rests on the history", async () => {
    const operations = ["a/1", "a/2", "a/3", "b/1", "b/2", "c/1"];
    const fails = ({ leftOut }: FaultPlan): boolean => !leftOut.includes("a/3") && !leftOut.includes("b/1");
    const { plan } = await search(faults, fails, { operations });
    expect([...plan.leftOut].sort()).to.deep.equal(["a/1", "a/2", "b/2", "c/1"]);
  });

  it("keeps the operations, and the test's own faults of the moment, when it may expect what it did itself", async () => {
    const cut = (nth: number): Fault => ({ kind: "cut", nth, what: `server-${String(nth)} disconnected` });
    const scripted = [
      seen(lost(1), "script 1"),
      seen(cut(1), "cut 1"),
      seen(cut(2), "cut 2"),
      seen(lost(2), "script 2"),
      seen(lost(3), "script 2"),
      seen(lost(4)),
    ];
    const { plan } = await search(scripted, () => true, {
      outcome: EXPECTED,
      operations: ["a/1"],
      inForce: [1],
    });
    expect(plan).to.deep.equal({ faults: [cut(1), lost(2)], leftOut: [], untilMs: 5 });
  });

  it("does not take another failure for the same", async () => {
    const other: Outcome = { kind: "failed", message: "something else", restsOn: "scenario" };
    const nothing = { operations: [], drawn: new Map<string, number>() };
    const run = (plan: FaultPlan): Promise<PlannedRun> =>
      Promise.resolve({ outcome: has(plan, lost(5)) ? EXPECTED : other, events: 1, ...nothing });
    const { plan } = await minimisePlan(
      { outcome: EXPECTED, faults, inForce: [], atMs: 5, ...nothing, generated: false, run },
      { runs: 500, events: 1e6 },
    );
    expect(plan.faults).to.deep.equal([lost(5)]);
  });

  it("says when it had to stop, with the best that it found", async () => {
    const { plan, search: how, runs } = await search(faults, (p) => has(p, lost(5), late(31)), { runs: 14 });
    expect(how).to.equal("budget");
    expect(runs).to.equal(14);
    expect(plan.faults.length).to.be.lessThan(80).and.greaterThan(2);
    expect(has(plan, lost(5), late(31))).to.equal(true);
  });
});

describe("failureSignature", () => {
  const failed = (message: string, got = "a"): Outcome => ({ kind: "failed", message, got });

  it("is equal for the same failure with other values", () => {
    const [a, b] = [
      failed('clerk-1\'s get("x") is 3', '"a"'),
      failed('clerk-22\'s get("y z") is 4.5', '"b\\"c"'),
    ];
    expect(failureSignature(a)).to.equal(failureSignature(b));
  });

  for (const [what, a, b] of [
    ["message", failed("one"), failed("two")],
    ["answer", failed("one", "ErrMaybe"), failed("one", "done")],
    ["kind", failed("one"), { kind: "deadlock", waiting: [] }],
  ] as const) {
    it(`differs for another ${what}`, () => {
      expect(failureSignature(a)).to.not.equal(failureSignature(b));
    });
  }

  it("is none for a run that passed", () => {
    expect(failureSignature({ kind: "passed" })).to.equal(undefined);
  });
});
