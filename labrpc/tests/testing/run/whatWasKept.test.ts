import { expect } from "chai";
import { Violation, type Simulation } from "../../../src/simulation";
import { expectLittleKept } from "../../../src/testing";
import { runSeed } from "../../../src/testing/run/runSeed";
import type { SeedResult } from "../../../src/testing/run/SeedResult";
import { code } from "../../support/run";

function runOf(scenario: (sim: Simulation) => Promise<void>): Promise<SeedResult> {
  const effort = { minimise: "quick", freshSecondRun: false, explained: true } as const;
  return runSeed({ test: "TestMemory", seed: 1, code, options: {}, scenario, ...effort });
}

/** Keeps 8 MB, in pieces of 100 bytes, where 1 MB is allowed. */
async function keeps(sim: Simulation): Promise<void> {
  await expectLittleKept(sim, {
    what: "one value",
    mostBytes: 1_000_000,
    apply: async (name) => {
      const host = sim.host(name);
      await host.construct<{ keep(bytes: number): void }>("./hoard", "Hoard").keep(8_000_000);
      return host;
    },
  });
}

describe("a run that keeps too much", () => {
  it("is told with the field that holds most, and recorded up to where it was weighed", async () => {
    const { explanation, record, counterexample, outcome } = await runOf(keeps);
    expect(outcome.kind).to.equal("failed");
    expect(counterexample).to.equal(undefined);
    expect(explanation?.state).to.equal("load-1's `kept` has most entries: at least 80000");
    expect(explanation?.lastEvents).to.deep.equal([]);
    expect(record?.failure.state).to.equal(explanation?.state);
    expect(record?.state?.changes[record.telling ?? -1]).to.deep.include({ host: "load-1", object: "Hoard" });
  });

  it("has no such field where something else failed", async () => {
    const { explanation, record } = await runOf(() => Promise.reject(new Violation("something else")));
    expect(explanation?.message).to.equal("something else");
    expect([explanation?.state, record?.failure.state]).to.deep.equal([undefined, undefined]);
  });
});
