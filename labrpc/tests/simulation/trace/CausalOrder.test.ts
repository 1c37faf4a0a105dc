import { expect } from "chai";
import { Simulation } from "../../../src/simulation";
import { code, startClient, startServer } from "../../support/run";

/** The different orders, and the different runs, of so many seeds. */
async function seen(
  body: (sim: Simulation) => Promise<unknown>,
  network = {},
): Promise<{ orders: number; digests: number }> {
  const [orders, digests] = [new Set<string>(), new Set<string>()];
  for (let seed = 1; seed <= 30; seed++) {
    const simulation = new Simulation({ seed, code, network, orders: true });
    const {
      outcome,
      order = "",
      digest,
    } = await simulation.run(async (sim) => {
      await body(sim);
    });
    expect(outcome.kind).to.equal("passed");
    expect(order).to.match(/^[0-9a-f]{16}$/);
    orders.add(order);
    digests.add(digest);
  }
  return { orders: orders.size, digests: digests.size };
}

const bothAdd = async (sim: Simulation, servers: readonly [string, string]): Promise<void> => {
  for (const name of new Set(servers)) startServer(sim, name);
  await sim.inParallel(2, async (i) => startClient(sim, `client-${String(i)}`, servers[i]).add(sim.seed));
};

describe("the order that a run's messages took", () => {
  it("is one for a single client, whatever times and messages are", async () => {
    const one = await seen(async (sim) => {
      startServer(sim);
      await startClient(sim).add(sim.seed);
    });
    expect(one).to.deep.equal({ orders: 1, digests: 30 });
  });

  it("is one of two where two requests race to one server", async () => {
    expect(await seen((sim) => bothAdd(sim, ["server", "server"]))).to.deep.equal({
      orders: 2,
      digests: 30,
    });
  });

  it("is the same whichever comes first of two that no host can compare", async () => {
    const apart = await seen((sim) => bothAdd(sim, ["server-0", "server-1"]));
    expect(apart).to.deep.equal({ orders: 1, digests: 30 });
  });

  it("tells a lost request from a lost reply", async () => {
    // The client gives up in both, but only one of them reached the server.
    const lossy = await seen(
      async (sim) => {
        startServer(sim);
        await startClient(sim)
          .add(1)
          .catch(() => 0);
      },
      { requestLoss: 0.4, replyLoss: 0.4 },
    );
    expect(lossy.orders).to.equal(3);
  });

  it("is not told where nobody asks", async () => {
    const result = await new Simulation({ seed: 1, code }).run(() => Promise.resolve());
    expect(result).to.not.have.property("order");
  });
});
