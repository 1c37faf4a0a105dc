import { expect } from "chai";
import { useRealms } from "../../../src/simulation";
import { ownRealms } from "../../../src/simulation/border/realms";
import type { MeasuredRun } from "../../../src/testing/run/measuredRun";
import { RunsAhead } from "../../../src/testing/run/RunsAhead";

/** Starts nothing; says which seeds were to be started. */
function runsOf(seeds: readonly number[], atOnce: number, alone = false) {
  const started: number[] = [];
  const abandoned: (() => boolean)[] = [];
  useRealms({
    runsAtOnce: atOnce,
    take: (code) => ownRealms.take(code),
    fresh: (code) => ownRealms.fresh(code),
    giveBack: () => undefined,
  });
  const runs = new RunsAhead(
    seeds,
    (seed, isAbandoned) => {
      started.push(seed);
      abandoned.push(isAbandoned);
      return Promise.resolve({ seed } as unknown as MeasuredRun);
    },
    alone,
  );
  return { runs, started, abandoned };
}

describe("runs ahead", () => {
  afterEach(() => {
    useRealms(ownRealms);
  });

  it("starts the first alone, and then as many as may be under way", async () => {
    const { runs, started } = runsOf([1, 2, 3, 4, 5, 6], 3);
    await runs.take(1);
    expect(started).to.deep.equal([1]);
    await runs.take(2);
    expect(started).to.deep.equal([1, 2, 3, 4]);
    await runs.take(3);
    expect(started).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it("hands over the run of the seed", async () => {
    const { runs } = runsOf([7, 8], 3);
    expect([await runs.take(7), await runs.take(8)]).to.deep.equal([{ seed: 7 }, { seed: 8 }]);
  });

  it("starts one after the other where they are to be alone", async () => {
    const { runs, started } = runsOf([1, 2, 3], 3, true);
    await runs.take(1);
    await runs.take(2);
    expect(started).to.deep.equal([1, 2]);
  });

  it("tells those that nobody took to end", async () => {
    const { runs, abandoned } = runsOf([1, 2, 3], 3);
    await runs.take(1);
    await runs.take(2);
    expect(abandoned.map((is) => is())).to.deep.equal([false, false, false]);
    await runs.stop();
    expect(abandoned.map((is) => is())).to.deep.equal([true, true, true]);
  });
});
