import { expect } from "chai";
import { Simulation, type NetworkOptions } from "labrpc/simulation";
import { AWKWARD_TEXTS, Pace, worldNetwork, worldTexts } from "../../src";

/** A world of each of some seeds. */
function worlds(count: number): Simulation[] {
  return Array.from({ length: count }, (_, seed) => new Simulation({ seed }));
}

describe("worldTexts", () => {
  it("are all different, and none is empty unless the lab allows it", () => {
    for (const { world } of worlds(200)) {
      const texts = worldTexts(world, "keys", 4);
      expect(texts).to.have.length(4);
      expect(new Set(texts).size).to.equal(4);
      expect(texts).to.not.include("");
    }
  });

  it("cover all awkward texts, and those of the lab", () => {
    const seen = new Set(worlds(1_500).flatMap(({ world }) => worldTexts(world, "keys", 3, [""])));
    for (const text of ["", ...AWKWARD_TEXTS]) expect(seen.has(text), JSON.stringify(text)).to.equal(true);
  });

  it("are plain in the simplest world", () => {
    const { world } = new Simulation({
      seed: 1,
      plan: { faults: [], leftOut: [], dimensions: { "awkward keys": 0 } },
    });
    expect(worldTexts(world, "keys", 2)).to.deep.equal(["a", "b"]);
    expect(world.features).to.deep.equal([]);
  });
});

describe("worldNetwork", () => {
  const may = {
    losses: [0.1, 0.5],
    delaysMs: [1, 26],
    latesMs: [[27, 900]],
    copiesMs: [[0, 0.05]],
  } as const;

  it("is never worse than what it may be, and sometimes has each trouble", () => {
    const seen: NetworkOptions[] = worlds(300).map(({ world }) => worldNetwork(world, may));
    for (const { requestLoss = 0.1, replyLoss = 0.1, delayMs = [0, 1] } of seen) {
      expect([0.1, 0.5]).to.include(requestLoss).and.include(replyLoss);
      expect(delayMs[1]).to.be.at.most(26);
    }
    for (const option of ["requestLoss", "replyLoss", "delayMs", "late", "duplicate"] as const)
      expect(seen.filter((options) => options[option] !== undefined).length, option).to.be.within(30, 270);
  });

  it("is a reliable one where nothing may go wrong", () => {
    for (const { world } of worlds(50))
      expect(worldNetwork(world, { losses: [], delaysMs: [], latesMs: [], copiesMs: [] })).to.deep.equal({});
  });
});

describe("Pace", () => {
  it("waits no longer than the scenario bears", async () => {
    const longest: number[] = [];
    for (const sim of worlds(100)) {
      await sim.run(async () => {
        const pace = new Pace(sim, 70_000);
        for (let i = 1; i <= 20; i++) {
          const before = sim.now;
          await pace.pause(`clerk-0/${String(i)}`);
          longest.push(sim.now - before);
        }
      });
    }
    expect(Math.max(...longest)).to.be.closeTo(61_000, 0.001);
    expect(longest.filter((ms) => ms === 0).length).to.be.above(400);
  });
});
