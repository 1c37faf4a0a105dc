import { expect } from "chai";
import { join } from "node:path";
import { lateScores, readLatePolicy, type LatePolicy } from "../../src/class/late/LatePolicy";
import type { ClassRow } from "../../src/class/row/ClassRow";
import { graded, POLICY } from "../support/classRows";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

function pointsAfter(student: string, ...days: number[]): (number | undefined)[] {
  const rows = new Map(
    days.map((daysLate, i): [string, ClassRow] => [`lab${String(i + 1)}`, graded(80, { daysLate })]),
  );
  const late = lateScores(POLICY, student, rows);
  return [...rows.keys()].map((lab) => late.get(lab)?.points);
}

describe("lateScores", () => {
  it("takes free days first, in the order of the labs, and a part of the score for each other day", () => {
    expect(pointsAfter("ada", 2, 2, 1)).to.deep.equal([80, 72, 72]);
  });

  it("gives nothing beyond the greatest number of days", () => {
    expect(pointsAfter("ada", 8, 9)).to.deep.equal([40, 0]);
  });

  it("counts from the end of a student's extension", () => {
    expect(pointsAfter("ill", 8, 4)).to.deep.equal([80, 64]);
    expect(pointsAfter("moved", 4, 2)).to.deep.equal([80, 72]);
  });

  it("takes a part of the lab's points where the policy says so, and never more than there are", () => {
    const policy: LatePolicy = { ...POLICY, freeDays: 0, mostDays: 20, percentOf: "maxScore" };
    const after = (daysLate: number): number | undefined =>
      lateScores(policy, "ada", new Map([["lab1", graded(80, { daysLate })]])).get("lab1")?.points;
    expect([1, 2, 9].map(after)).to.deep.equal([70, 60, 0]);
  });

  it("says what is wrong in a policy", () => {
    const read = (text: string) => () =>
      readLatePolicy(join(temporaryFolder({ "p.json": text }), "p.json"), "p.json");
    expect(read('{"freeDays": -1}')).to.throw(
      /p\.json is not a late policy:\n {2}freeDays: expected at least 0/,
    );
    expect(read('{"penalty": 1}')).to.throw(/expected no field "penalty"/);
    expect(read("{")).to.throw(/expected JSON/);
    expect(read("{}")()).to.deep.equal({
      freeDays: 0,
      penaltyPercentPerDay: 0,
      percentOf: "score",
      extensions: {},
    });
  });
});
