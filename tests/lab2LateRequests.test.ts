import { expect } from "chai";
import { Simulation } from "labrpc/simulation";
import { watchLateRequest } from "../lab2/tests/support/watchLateRequest";

interface Service {
  put(nothing: null): void;
}

/** Whether a request of clerk-a was late, when a call of it ended well in the end. */
async function wasLate(
  trouble: (sim: Simulation, call: () => Promise<unknown>) => Promise<void>,
): Promise<boolean> {
  let late: number | undefined;
  const sim = new Simulation({ seed: 1, network: { timeoutMs: 1_000 } });
  const { outcome } = await sim.run(async ({ network }) => {
    network.addServer("server", { put: () => undefined });
    const end = sim.host("clerk-a").end<Service>("server");
    const lateSince = watchLateRequest(sim, "clerk-a");
    await trouble(sim, () => end.call("put", null).catch(() => undefined));
    await end.call("put", null);
    late = lateSince();
  });
  expect(outcome).to.deep.equal({ kind: "passed" });
  return late !== undefined;
}

describe("lab 2's watch for late requests", () => {
  it("sees one that is on its way when another is answered", async () => {
    expect(
      await wasLate(async ({ network }, call) => {
        network.script(({ kind, nth }) => (kind === "request" && nth === 1 ? { delayMs: 5_000 } : undefined));
        await call();
      }),
    ).to.equal(true);
  });

  it("sees a copy that is on its way", async () => {
    expect(
      await wasLate((sim) => {
        sim.network.set({ duplicate: 1, duplicateDelayMs: [50, 60] });
        return Promise.resolve();
      }),
    ).to.equal(true);
  });

  it("sees none where the others were lost, by the network or by a host that is cut off", async () => {
    for (const cut of ["lost", "cut off before", "cut off on the way", "server cut off"]) {
      const late = await wasLate(async (sim, call) => {
        const { network } = sim;
        const host = cut === "server cut off" ? "server" : "clerk-a";
        if (cut === "lost") network.set({ requestLoss: 1 });
        else if (cut !== "cut off on the way") network.disconnect(host);
        const called = call();
        if (cut === "cut off on the way") {
          await sim.sleep(0.01);
          network.disconnect(host);
        }
        await called;
        await sim.sleep(10);
        network.set({ requestLoss: 0 });
        network.reconnect(host);
      });
      expect(late, cut).to.equal(false);
    }
  });

  it("sees one that was on its way while its host was cut off for a moment", async () => {
    expect(
      await wasLate(async (sim, call) => {
        const { network } = sim;
        network.script(({ kind, nth }) => (kind === "request" && nth === 1 ? { delayMs: 5_000 } : undefined));
        const called = call();
        network.disconnect("clerk-a");
        await sim.sleep(1);
        network.reconnect("clerk-a");
        await called;
      }),
    ).to.equal(true);
  });
});
