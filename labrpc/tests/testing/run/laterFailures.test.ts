import { expect } from "chai";
import { runSeed } from "../../../src/testing/run/runSeed";
import type { Scenario } from "../../../src/simulation/Scenario";
import { code, startClient, startServer } from "../../support/run";

/** Fails, and counts how often it was run. */
function failingScenario(): { readonly scenario: Scenario; readonly runs: () => number } {
  let runs = 0;
  return {
    runs: () => runs,
    scenario: async (sim) => {
      runs += 1;
      startServer(sim);
      const client = startClient(sim);
      await client.add(1);
      sim.fail("wrong");
    },
  };
}

describe("a failing seed that is only counted", () => {
  it("runs once, and is the failure that an explained one is", async () => {
    const options = {
      test: "TestX",
      seed: 1,
      code,
      options: {},
      minimise: "none",
      freshSecondRun: false,
    } as const;
    const [counted, explained] = [failingScenario(), failingScenario()];
    const short = await runSeed({ ...options, scenario: counted.scenario, explained: false });
    const long = await runSeed({ ...options, scenario: explained.scenario, explained: true });
    expect([counted.runs(), explained.runs()]).to.deep.equal([1, 2]);
    expect(short.digest).to.equal(long.digest);
    expect(short.events).to.equal(long.events);
    expect(short.outcome.kind).to.equal("failed");
    expect(short.explanation?.message).to.equal("wrong");
    expect(long.explanation?.lastEvents).to.have.length.greaterThan(0);
    expect(short.explanation?.lastEvents).to.deep.equal([]);
  });
});

describe("a failing seed whose first run is known", () => {
  const options = {
    test: "TestX",
    seed: 1,
    code,
    options: {},
    minimise: "none",
    freshSecondRun: true,
  } as const;

  it("runs once more, and is explained as though it had run twice", async () => {
    const [counted, whole, again] = [failingScenario(), failingScenario(), failingScenario()];
    const { digest, outcome } = await runSeed({ ...options, scenario: counted.scenario, explained: false });
    const known = { digest, kind: outcome.kind, measured: [] };
    const expected = await runSeed({ ...options, scenario: whole.scenario, explained: true });
    const found = await runSeed({ ...options, scenario: again.scenario, explained: true, known });
    expect([whole.runs(), again.runs()]).to.deep.equal([2, 1]);
    expect(found).to.deep.equal(expected);
  });

  it("is compared run by run where it goes another way", async () => {
    const { scenario, runs } = failingScenario();
    const known = { digest: "0123456789abcdef", kind: "failed", measured: [] } as const;
    const found = await runSeed({ ...options, scenario, explained: true, known });
    expect(runs()).to.equal(3);
    expect(found.digest).to.not.equal(known.digest);
    expect(found.hole).to.equal(undefined);
    expect(found.explanation?.message).to.equal("wrong");
  });

  it("takes the figures of the heap that were measured", async () => {
    let freed: boolean | undefined;
    const scenario: Scenario = async (sim) => {
      freed = await sim.freesAtMost(1_000, () => undefined);
      sim.fail("too much");
    };
    const { digest, measured = [], outcome } = await runSeed({ ...options, scenario, explained: false });
    expect(measured).to.have.length(1);
    await runSeed({
      ...options,
      scenario,
      explained: true,
      known: { digest, kind: outcome.kind, measured: [5_000] },
    });
    expect(freed).to.equal(false);
  });
});
