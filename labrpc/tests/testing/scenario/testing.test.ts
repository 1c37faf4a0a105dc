import { join } from "node:path";
import { expect } from "chai";
import sinon from "sinon";
import {
  SimulationFailure,
  firstSeeds,
  settingsFromEnvironment,
  testRun,
  testsOf,
} from "../../../src/testing";
import type { Scenario, ScenarioOptions, SeedResult, TestSettings } from "../../../src/testing";

const folder = join(__dirname, "../../fixtures");

/** Declares one test with `simulate` and runs it under these settings, outside of mocha. */
async function runTest(
  settings: TestSettings,
  scenario: Scenario,
  options: ScenarioOptions = {},
): Promise<{ reports: SeedResult[]; error: unknown }> {
  const reports: SeedResult[] = [];
  const declare = sinon.stub(globalThis, "it").returns({ timeout: () => undefined } as unknown as Mocha.Test);
  const before = testRun.settings;
  testRun.settings = { ...settings, onSeed: (report) => reports.push(report) };
  try {
    testsOf({ folder, given: [] })("TestOne", options, scenario);
    expect(declare.firstCall.args[0]).to.equal("TestOne");
    const body = declare.firstCall.args[1] as unknown as () => Promise<void>;
    const error: unknown = await body().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { reports, error };
  } finally {
    declare.restore();
    testRun.settings = before;
  }
}

describe("simulate", () => {
  it("runs the body once for each seed, and reports each", async () => {
    const seeds = new Set<number>();
    const { reports, error } = await runTest({ seeds: [4, 5, 6] }, async (sim) => {
      seeds.add(sim.seed);
      await sim.sleep(3);
    });
    expect(error).to.equal(undefined);
    expect(seeds.size).to.equal(3);
    expect(reports.map(({ test, seed, outcome }) => [test, seed, outcome.kind])).to.deep.equal([
      ["TestOne", 4, "passed"],
      ["TestOne", 5, "passed"],
      ["TestOne", 6, "passed"],
    ]);
    expect(reports[0]).to.include({ virtualMs: 3 }).and.not.have.property("explanation");
  });

  it("fails with the first failing seed, explained, and goes on with the next seeds", async () => {
    let runs = 0;
    const { reports, error } = await runTest({ seeds: [1, 2, 3] }, async (sim) => {
      runs += 1;
      await sim.sleep(1);
      if (runs > 1) sim.fail("wrong", { expected: 1, got: 2 });
    });
    expect(error).to.be.instanceOf(SimulationFailure);
    expect((error as Error).message).to.contain("wrong");
    expect(reports.map(({ outcome }) => outcome.kind)).to.deep.equal(["passed", "failed", "failed"]);
    expect(reports[1]?.explanation).to.deep.include({ message: "wrong", expected: "1", got: "2" });
  });

  it("stops after a failure when the events are used up", async () => {
    const { reports } = await runTest({ seeds: [1, 2, 3, 4, 5, 6], eventsAfterFailure: 20 }, async (sim) => {
      for (let i = 0; i < 9; i++) await sim.sleep(1);
      sim.fail("always");
    });
    expect(reports.map(({ events }) => events)).to.deep.equal([9, 9, 9]);
  });

  it("runs a failing seed again to explain it, and each test with seeds of its own", async () => {
    const bodies = sinon.fake.rejects(new Error("broken"));
    const { reports } = await runTest({ seeds: [1] }, bodies);
    // Plain, recorded, and, since nothing can be left out, whole once more with the state of its hosts.
    expect(bodies.callCount).to.equal(3);
    const [first, ...again] = bodies.args.map(([sim]) => (sim as { seed: number }).seed);
    expect(again).to.deep.equal([first, first]);
    expect(first).to.not.equal(1);
    expect(reports).to.have.length(1);
  });

  it("gives signs of life", async () => {
    const onBeat = sinon.spy();
    const onSeedStart = sinon.spy();
    await runTest({ seeds: [7], onBeat, onSeedStart }, (sim) => sim.sleep(1));
    expect(onBeat.callCount).to.be.greaterThan(0);
    expect(onSeedStart.calledOnceWithExactly("TestOne", 7)).to.equal(true);
  });

  it("passes the test's network and budget on", async () => {
    const options = { network: { reliable: false }, budget: { virtualMs: 10, events: 100 } };
    const { reports } = await runTest(
      { seeds: [1] },
      async (sim) => {
        expect(sim.network.behaviour.requestLoss).to.equal(0.1);
        await sim.sleep(11);
      },
      options,
    );
    expect(reports[0]?.outcome).to.include({ kind: "no-progress", budget: "virtual time" });
  });
});

describe("the settings from the environment", () => {
  it("are the test's own seeds and the lab's own folder by default", () => {
    expect(settingsFromEnvironment({})).to.deep.equal({});
    expect(firstSeeds(3)).to.deep.equal([1, 2, 3]);
  });

  it("are a submission, one seed, or a number of seeds", () => {
    expect(settingsFromEnvironment({ SEED: "0" })).to.deep.equal({ seeds: [0] });
    expect(settingsFromEnvironment({ SEEDS: "2", SUBMISSION: "x" })).to.deep.equal({
      seeds: [1, 2],
      submission: "x",
    });
  });

  for (const [name, value] of [
    ["SEED", "x"],
    ["SEED", "-1"],
    ["SEED", "1.5"],
    ["SEED", ""],
    ["SEEDS", "0"],
    ["SEEDS", "1e99"],
  ] as const) {
    it(`refuse ${name}=${value}`, () => {
      expect(() => settingsFromEnvironment({ [name]: value })).to.throw(
        RangeError,
        new RegExp(`^${name}: expected a whole number from`),
      );
    });
  }
});
