import { expect } from "chai";
import { runSeed } from "../../../src/testing/run/runSeed";
import type { Scenario } from "../../../src/simulation/Scenario";
import { code } from "../../support/run";

/** A scenario whose every run is another, and ends with an error. */
function everOther(message: string): Scenario {
  let runs = 0;
  return async (sim) => {
    runs += 1;
    for (let i = 0; i < runs; i++) {
      sim.host(`host-${String(i)}`);
      await sim.sleep(1);
    }
    throw new RangeError(message);
  };
}

const seed = {
  test: "TestX",
  seed: 1,
  code,
  options: {},
  minimise: "none",
  freshSecondRun: true,
  explained: true,
} as const;

describe("a run that used up the stack", () => {
  it("has failed, although a second one differs, and says nothing that could differ", async () => {
    const report = await runSeed({ ...seed, scenario: everOther("Maximum call stack size exceeded") });
    expect(report.hole).to.equal(undefined);
    expect(report.outcome.kind).to.equal("failed");
    expect(report.explanation).to.deep.include({ error: "RangeError", lastEvents: [], console: [] });
    expect(report.explanation?.details.join()).to.contain("calls itself without an end");
  });

  it("is told from one that differs for another reason", async () => {
    const report = await runSeed({ ...seed, scenario: everOther("something else") });
    expect(report.hole).to.be.an("object");
  });
});
