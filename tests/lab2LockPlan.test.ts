import { expect } from "chai";
import { Simulation } from "labrpc/simulation";
import { lockPlan } from "../lab2/tests/support/worlds/lockTurns";

const SEEDS = 1_000;

/** What each seed's clients may wait for in limits of a minute and more, all together, virtual ms. */
function longWaitsOfSeed(seed: number): number {
  return lockPlan(new Simulation({ seed }).world, false)
    .clients.flatMap(({ turns }) => turns.map(({ limitMs }) => limitMs))
    .filter((limitMs) => limitMs >= 60_000 && limitMs !== Infinity)
    .reduce((sum, limitMs) => sum + limitMs, 0);
}

describe("lab 2's plan of locks", () => {
  it("has waits of minutes, and never more of them than a right clerk's requests have events for", () => {
    const waits = Array.from({ length: SEEDS }, (_, i) => longWaitsOfSeed(i + 1));
    const longest = Math.max(...waits);
    // One that asks every 10 ms needs some 190,000 of a run's 200,000 events for this.
    expect(longest).to.be.within(65_000, 310_000);
  });
});
