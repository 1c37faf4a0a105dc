import { expect } from "chai";
import { cleanRunsAfterFix, rarestFailureRuledOut } from "../../../src/explore/search/cleanRuns";

/** The chance that nothing fails in so many runs. */
const unseen = (chance: number, runs: number): number => (1 - chance) ** runs;

describe("clean runs", () => {
  it("are enough when a mistake as frequent stays unseen in one case out of twenty", () => {
    for (const [failed, runs] of [
      [1, 1],
      [1, 40],
      [3, 7],
      [25, 25],
      [2, 9_999],
    ] as const) {
      const clean = cleanRunsAfterFix({ failed, runs });
      expect(unseen(failed / runs, clean)).to.be.below(0.05);
      // Not many more than it takes.
      if (failed * 10 < runs) expect(unseen(failed / runs, Math.floor(clean * 0.98))).to.be.above(0.045);
    }
  });

  it("rule out what is not too rare", () => {
    expect(rarestFailureRuledOut(300)).to.equal(100);
    expect(unseen(1 / rarestFailureRuledOut(300), 300)).to.be.below(0.05);
    expect(rarestFailureRuledOut(2)).to.equal(0);
  });
});
