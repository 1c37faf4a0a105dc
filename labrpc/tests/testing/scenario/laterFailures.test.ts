import { expect } from "chai";
import { runSeed } from "../../../src/testing/scenario/runSeed";
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
