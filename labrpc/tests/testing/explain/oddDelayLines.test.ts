import { expect } from "chai";
import { Simulation, type Remote } from "../../../src/simulation";
import { explain } from "../../../src/testing/explain/explain";
import type { Sleepy } from "../../fixtures/sleepy";
import { code, run } from "../../support/run";

async function detailsOf(scenario: (sleepy: Remote<Sleepy>) => Promise<unknown>): Promise<readonly string[]> {
  const simulation = new Simulation({ seed: 1, code, record: true });
  const { outcome } = await simulation.run(async (sim) => {
    await scenario(sim.host("a").construct<Sleepy>("./sleepy", "Sleepy"));
    sim.fail("a value is wrong");
  });
  if (outcome.kind === "passed") throw new Error("expected a run that fails");
  return explain(outcome, simulation).details;
}

describe("a timer that does not wait", () => {
  it("is named with its line, once, when its delay is no number", async () => {
    const details = await detailsOf(async (sleepy) => {
      for (let i = 0; i < 3; i++) expect(await sleepy.sleep(Number.NaN)).to.equal(1);
    });
    expect(details).to.deep.equal([
      "a set a timer of NaN ms at sleepy.ts:6:36, and it fires after 1 ms, as in Node. NaN comes of arithmetic with undefined, or with a text",
    ]);
  });

  it("is named when its delay is longer than Node's longest, intervals too", async () => {
    const details = await detailsOf(async (sleepy) => {
      await sleepy.sleep(Infinity);
      await sleepy.sleep(2 ** 31);
      await sleepy.repeat(Infinity, 2);
    });
    expect(details).to.have.length(2);
    expect(details[0]).to.match(/^a set a timer of Infinity ms at sleepy\.ts:6:36, .* 24 days$/);
    expect(details[1]).to.match(/^a set a timer of 2147483648 ms at sleepy\.ts:6:36, /);
  });

  it("is none where Node waits as it was told", async () => {
    const details = await detailsOf(async (sleepy) => {
      for (const ms of [0, -5, 0.5, undefined, null, "20", 60_000]) await sleepy.sleep(ms);
    });
    expect(details).to.deep.equal([]);
  });

  it("changes nothing of the run, recorded or not", async () => {
    const body = async (sim: Simulation): Promise<void> => {
      await sim.host("a").construct<Sleepy>("./sleepy", "Sleepy").sleep(Number.NaN);
    };
    const [recorded, plain] = [await run({ record: true }, body), await run({}, body)];
    expect(recorded.digest).to.equal(plain.digest);
  });
});
