import { createHash } from "node:crypto";
import { expect } from "chai";
import { run, startClient, startServer } from "../../support/run";
import type { Globals } from "../../fixtures/globals";
import type { JunkClient, JunkTwice } from "../../fixtures/junk";
import type { Remote, Simulation } from "../../../src/simulation";

function startGlobals(sim: Simulation, name = "host"): Remote<Globals> {
  return sim.host(name).construct<Globals>("./globals", "Globals");
}

describe("a host", () => {
  it("answers a request that arrives at the instant at which the server is made", async () => {
    // Which of the two comes first, the seed decides.
    for (let seed = 1; seed <= 20; seed++)
      await run({ seed, network: { delayMs: [0, 0] } }, async (sim) => {
        const client = startClient(sim);
        const answer = client.add(3);
        startServer(sim);
        expect(await answer).to.equal(3);
        expect(sim.now).to.be.below(2);
      });
  });

  it("has timers on virtual time", () =>
    run({}, async (sim) => {
      expect(await startGlobals(sim).times()).to.deep.equal([50, 75, 75, 105, 110]);
    }));

  it("has clocks on virtual time", () =>
    run({}, async (sim) => {
      const host = startGlobals(sim);
      await sim.sleep(1_500.25);
      expect(await host.clocks()).to.deep.equal([
        "2026-01-01T00:00:01.500Z",
        new Date(Date.UTC(2026, 0, 1, 0, 0, 1)).toString(),
        1_500.25,
        500_250_001,
        1_500_250_000n,
        0,
      ]);
    }));

  it("counts a host's own time from its start, as of a process", () =>
    run({}, async (sim) => {
      await sim.sleep(250);
      const host = startGlobals(sim);
      await sim.sleep(1_000.5);
      expect(await host.age()).to.deep.equal([1_000.5, Date.UTC(2026, 0, 1) + 250, 1.0005, 1_250_500_000n]);
    }));

  it("may have a clock that is ahead or behind, also after a restart, and timers that are not", () =>
    run({}, async (sim) => {
      sim.host("ahead", { clockAheadMs: 86_400_000 });
      const late = sim.host("late", { clockAheadMs: -2_500.5 });
      const dateOf = async (name: string): Promise<unknown> => (await startGlobals(sim, name).clocks())[0];
      expect(await dateOf("ahead")).to.equal("2026-01-02T00:00:00.000Z");
      await sim.sleep(1_000);
      expect(await dateOf("late")).to.equal("2025-12-31T23:59:58.499Z");
      expect(await startGlobals(sim).times()).to.deep.equal([50, 75, 75, 105, 110]);
      expect(await dateOf("host")).to.equal("2026-01-01T00:00:01.110Z");
      late.crash();
      late.restart();
      expect(await dateOf("late")).to.equal("2025-12-31T23:59:58.609Z");
    }));

  it("draws random numbers from the seed, each host its own", async () => {
    const seen = async (seed: number, name: string): Promise<unknown> => {
      let drawn: unknown;
      await run({ seed }, async (sim) => {
        drawn = await startGlobals(sim, name).random();
      });
      return drawn;
    };
    const first = (await seen(1, "a")) as [number, string, string, number[], number];
    expect(first[1]).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first[2]).to.match(/^[0-9a-f]{8}$/);
    expect(first[4]).to.be.within(1, 6);
    expect(await seen(1, "a")).to.deep.equal(first);
    expect(await seen(2, "a")).to.not.deep.equal(first);
    expect(await seen(1, "b")).to.not.deep.equal(first);
  });

  it("has microtasks, ticks and events", () =>
    run({}, async (sim) => {
      expect(await startGlobals(sim).order()).to.have.members(["event", "microtask", "tick"]);
    }));

  it("has AbortSignal.timeout and timers that it aborts", () =>
    run({}, async (sim) => {
      expect(await startGlobals(sim).abort()).to.equal("AbortError at 30, TimeoutError");
    }));

  it("has a console that is recorded with the virtual time", () =>
    run({}, async (sim) => {
      await sim.sleep(7);
      await startGlobals(sim).print();
      expect(sim.host("host").console).to.deep.equal([
        { at: 7, level: "log", text: 'a text b 7 { deep: [ 1, Map(1) { "k" => 1 } ] }' },
        { at: 7, level: "error", text: "printed" },
      ]);
    }));

  it("has structuredClone", () =>
    run({}, async (sim) => {
      expect(await startGlobals(sim).clone()).to.equal(
        '[{"list":[1],"when":"1970-01-01T00:00:00.003Z"},{"list":[1,2],"when":"1970-01-01T00:00:00.003Z"}]',
      );
    }));

  it("hashes as Node does, text or bytes, in one piece or several", () =>
    run({}, async (sim) => {
      const text = "user:alice ключ";
      expect(await startGlobals(sim).hashes(text)).to.deep.equal([
        createHash("md5").update(text).digest("hex"),
        createHash("sha256").update(text).digest("base64"),
        createHash("sha1").update(text).digest("hex"),
        createHash("md5").update(`x4:00${text}hi`).digest("hex"),
        createHash("md5").update("\ud800 :").digest("hex"),
        createHash("sha256").update(text).digest("base64url"),
      ]);
    }));

  it("sees its own globals through globalThis, and shares none with another host", () =>
    run({}, async (sim) => {
      const host = startGlobals(sim, "a");
      expect(await host.shares()).to.deep.equal([true, true, true, true, 0, "ä€", "aGk="]);
      expect(await host.seesOther()).to.equal(true);
      expect(await startGlobals(sim, "b").seesOther()).to.equal(false);
    }));

  it("has module instances of its own", () =>
    run({}, async (sim) => {
      const [a, b] = [startClient(sim, "a"), startClient(sim, "b")];
      expect(await a.count()).to.equal(1);
      expect(await a.count()).to.equal(2);
      expect(await b.count()).to.equal(1);
    }));

  it("loses its memory and its timers in a crash, and starts anew", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      expect(await client.add(5)).to.equal(5);
      const slow = client.errorOf("later");
      await sim.sleep(10);
      sim.host("server").crash();
      expect(await slow).to.match(/^TimeoutError/);
      expect(await client.add(1).catch((error: unknown) => (error as Error).name)).to.equal("TimeoutError");
      sim.host("server").restart();
      startServer(sim);
      expect(await client.add(1)).to.equal(1);
    }));

  it("sends what it had sent also when it crashes, unless its power fails", async () => {
    const arrived = async (onTheWay: "arrives" | "is lost"): Promise<number[]> => {
      const got: number[] = [];
      await run({}, async (sim) => {
        sim.network.addServer("listener", { add: ({ by }: { by: number }) => got.push(by) });
        const start = (): Remote<JunkClient> => startClient(sim, "client", "listener");
        void start()
          .add(1)
          .catch(() => 0);
        await sim.until(() => sim.network.calls({ from: "client" }).calls === 1, { withinMs: 10 });
        expect(sim.host("client").crash({ onTheWay })).to.equal("crashed");
        // At once: what a new life sends arrives, and nothing of the old one comes late.
        sim.host("client").restart();
        await start().add(2);
        await sim.sleep(100);
      });
      return got;
    };
    expect((await arrived("arrives")).sort()).to.deep.equal([1, 2]);
    expect(await arrived("is lost")).to.deep.equal([2]);
  });

  it("is shut down as it crashes, but in good order", async () => {
    await run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      await client.add(5);
      sim.host("server").shutDown();
      expect(await client.add(1).catch((error: unknown) => (error as Error).name)).to.equal("TimeoutError");
      sim.host("server").restart();
      startServer(sim);
      expect(await client.add(1)).to.equal(1);
    });
  });

  it("rejects what the test waits for when it crashes", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      const call = client.errorOf("later").catch((error: unknown) => error as Error);
      await sim.sleep(10);
      sim.host("client").crash();
      expect(await call).to.have.property("name", "HostCrashed");
      const late = await client.add(1).catch((error: unknown) => error as Error);
      expect(late).to.have.property("name", "HostCrashed");
    }));

  it("draws other random numbers after a restart", () =>
    run({}, async (sim) => {
      const before = await startGlobals(sim).random();
      sim.host("host").crash();
      sim.host("host").restart();
      expect(await startGlobals(sim).random()).to.not.deep.equal(before);
    }));

  it("takes objects made on it as arguments, and none of another host", () =>
    run({}, async (sim) => {
      startServer(sim);
      const [host, other] = [sim.host("client"), sim.host("other")];
      const client = host.construct<JunkClient>("./junk", "JunkClient", host.end("server"));
      const twice = host.construct<JunkTwice>("./junk", "JunkTwice", client);
      expect(await twice.add(2)).to.equal(4);
      expect(await client.add(1), "the very same client").to.equal(5);
      expect(() => other.construct<JunkTwice>("./junk", "JunkTwice", client)).to.throw(
        "an object on client cannot go to other",
      );
    }));
});
