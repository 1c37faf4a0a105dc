import { expect } from "chai";
import type { TestEnding, TestRun } from "../../src/protocol/TestRun";
import { partialPoints } from "../../src/report/partialPoints";

const ON = { partialCredit: true };
const OFF = { partialCredit: false };

function runOf(run: number, failed: number, ending: TestEnding = { kind: "failed", message: "" }): TestRun {
  return { test: "TestA", run, failed, ending, elapsedMs: 1 };
}

function points(run: TestRun | undefined, secret?: TestRun, seeds = 25): number {
  return partialPoints(ON, { points: 10 }, [
    { run, seeds },
    ...(secret === undefined ? [] : [{ run: secret, seeds: secret.run }]),
  ]);
}

describe("partialPoints", () => {
  it("gives nothing unless the manifest says so, for the lab or for the test", () => {
    const runs = [{ run: runOf(25, 5), seeds: 25 }];
    expect(partialPoints(OFF, { points: 10 }, runs)).to.equal(0);
    expect(partialPoints(ON, { points: 10 }, runs)).to.equal(8);
    expect(partialPoints(OFF, { points: 10, partialCredit: true }, runs)).to.equal(8);
    expect(partialPoints(ON, { points: 10, partialCredit: false }, runs)).to.equal(0);
  });

  it("gives the share of the seeds that passed, rounded down, and never all", () => {
    expect([24, 13, 1, 0].map((passed) => points(runOf(25, 25 - passed)))).to.deep.equal([9, 5, 0, 0]);
  });

  it("counts secret seeds with the others", () => {
    expect(points(runOf(25, 0, { kind: "passed" }), runOf(25, 25))).to.equal(5);
    expect(points(runOf(25, 25), runOf(25, 0, { kind: "passed" }))).to.equal(5);
  });

  it("gives nothing for a run that was ended before its last seed, or that failed no seed", () => {
    expect(points(runOf(12, 1, { kind: "stuck", message: "", seed: 13 }))).to.equal(0);
    expect(points(runOf(12, 1))).to.equal(0);
    expect(points(runOf(25, 0))).to.equal(0);
    expect(points(undefined)).to.equal(0);
  });
});
