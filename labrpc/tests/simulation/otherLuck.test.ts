import { expect } from "chai";
import { Simulation, type RunResult, type SimulationOptions } from "../../src/simulation";
import { code, startClient, startServer } from "../support/run";

/** Three clients on a network that loses messages, and one of them crashes and starts again. */
async function lossy(sim: Simulation): Promise<void> {
  startServer(sim);
  await sim.inParallel(3, async (i) => {
    const client = startClient(sim, `client-${String(i)}`);
    for (let n = 0; n < 6; n++) {
      await client.add(1).catch(() => 0);
      await sim.sleep(5);
    }
  });
  sim.host("client-0").crash();
  sim.host("client-0").restart();
  await startClient(sim, "client-0").add(1);
}

async function ran(options: Partial<SimulationOptions>): Promise<RunResult & { simulation: Simulation }> {
  const simulation = new Simulation({
    seed: 5,
    code,
    network: { reliable: false },
    record: true,
    ...options,
  });
  return { ...(await simulation.run(lossy)), simulation };
}

describe("a run that goes on with other luck", () => {
  for (const strategy of [{ kind: "random" }, { kind: "pct", depth: 3 }, { kind: "pos" }] as const)
    it(`is the same up to the moment, and another one after it, with ${strategy.kind}`, async () => {
      const { simulation: own, digest } = await ran({ strategy });
      const { count } = own.trace;
      let others = 0;
      for (const after of [0, 1, 7, Math.floor(count / 2), count - 30, count])
        for (const seed of [1, 2, 3]) {
          const { simulation, digest: other } = await ran({ strategy, luck: { after, seed } });
          const parts = simulation.trace.partsFrom(own.trace) ?? Infinity;
          expect(parts, `after ${String(after)}`).to.be.greaterThan(after);
          if (other !== digest) others += 1;
          // Nothing is drawn after the last event.
          if (after === count) expect(other).to.equal(digest);
        }
      expect(others).to.be.greaterThan(10);
    });

  it("is the same for the same moment and seed, recorded or not", async () => {
    const luck = { after: 20, seed: 4 };
    const { digest } = await ran({ luck });
    expect((await ran({ luck })).digest).to.equal(digest);
    expect((await ran({ luck, record: false })).digest).to.equal(digest);
    expect((await ran({ luck: { after: 20, seed: 5 } })).digest).to.not.equal(digest);
  });

  it("has the network's faults of a plan up to the moment only", async () => {
    const faults = (await ran({})).simulation.faults?.seen.map(({ fault }) => fault) ?? [];
    const plan = { faults: faults.slice(0, 4), leftOut: [] };
    const planned = await ran({ plan });
    expect(planned.simulation.faults?.seen).to.have.length(4);
    const [, second] = planned.simulation.faults?.seen ?? [];
    const after = planned.simulation.trace.events.filter(({ at }) => at <= (second?.at ?? 0)).length + 1;
    const later = await ran({ plan, luck: { after, seed: 1 } });
    expect(later.simulation.trace.partsFrom(planned.simulation.trace) ?? Infinity).to.be.greaterThan(after);
    const seen = later.simulation.faults?.seen ?? [];
    expect(seen.slice(0, 2).map(({ fault }) => fault)).to.deep.equal(faults.slice(0, 2));
    expect(seen.length).to.be.greaterThan(4);
  });
});
