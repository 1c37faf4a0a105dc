import { expectValue } from "labrpc/testing";
import { expectLamportClock, expectLinearizable, expectSequential, QUIET_MS } from "./support/expectations";
import { OVERTAKING, simulate, startStore } from "./support/harness";

/** How long a server does not hear another one, virtual ms: longer than anybody would wait who gives up. */
const CUT_MS = 8_000;

describe("Lab 3, part 3: linearizability", () => {
  simulate("TestLinearizable", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "linearizable" });
    await sim.inParallel(3, async (server) => {
      const ck = kv.clerk(`clerk-${String(server)}`, server);
      const random = sim.random(ck.host.name);
      for (let i = 0; i < 8; i++) {
        const key = random.pick(["x", "y", "z"]);
        if (random.chance(0.5)) await ck.set(key, `${String(server)}.${String(i)}`);
        else await ck.get(key);
        if (random.chance(0.3)) await sim.sleep(random.between(0, 40));
      }
    });
    expectLinearizable(kv.history);
    for (const server of kv.servers) await expectLamportClock(kv, server);

    // A write is done at one server; whoever asks after that, wherever, must see it. One server hears late of an
    // acknowledgement.
    const crafted = startStore(sim, { level: "linearizable", name: "crafted" });
    const [first = 0, second = 1, third = 2] = sim.random("servers").shuffle(crafted.servers);
    const [writer, reader] = [crafted.clerk("writer", first), crafted.clerk("reader", second)];
    crafted.slow(third, second, 300);
    for (const value of ["one", "two"]) {
      await writer.set("k", value);
      expectValue(
        `a get at another server, after the write of "${value}" was done,`,
        await reader.get("k"),
        value,
      );
    }
    // The reader's server has written what the first server has not heard of, which is told to write what it holds.
    crafted.slow(third, first, 300);
    await reader.set("k", "three");
    await writer.set("k", "two");
    expectValue('a get after "two" was written again', await reader.get("k"), "two");
    // Now the second server hears of that acknowledgement only after long: until then it cannot know. Nor does it help
    // that another client's read is under way there: it has its place before the write.
    sim.network.block(crafted.nameOf(third), crafted.nameOf(second));
    const healed = sim.sleep(CUT_MS).then(() => crafted.heal());
    const early = crafted.clerk("early", second).get("k");
    await sim.sleep(60);
    await writer.set("k", "four");
    const value = await reader.get("k");
    await Promise.all([early, healed]);
    expectValue("a get at a server that did not hear another one when the write was done,", value, "four");
    expectLinearizable(crafted.history);
  });

  simulate("TestConcurrentClients", OVERTAKING, async (sim) => {
    const level = sim.seed % 2 === 0 ? "linearizable" : "sequential";
    const kv = startStore(sim, { level });
    // A server that is alone waits for nobody.
    const alone = startStore(sim, { level, servers: 1, name: "alone" });
    await sim.inParallel(2, (client) => alone.clerk(`alone-${String(client)}`, 0).set("k", String(client)));
    await alone.clerk("alone-reader", 0).get("k");
    expectLinearizable(alone.history);

    // Three clients at each server, which all write at the same time.
    await sim.inParallel(9, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`, client % 3);
      const random = sim.random(ck.host.name);
      // Whether a history is sequential is hard to check, so there the clients do less.
      for (let i = 0; i < (level === "linearizable" ? 2 : 1); i++) {
        await ck.set(random.pick(["x", "y"]), `${String(client)}.${String(i)}`);
        await ck.get(random.pick(["x", "y"]));
      }
      await ck.get(random.pick(["x", "y"]));
    });
    if (level === "linearizable") expectLinearizable(kv.history);
    else expectSequential(kv.history);
    await sim.sleep(QUIET_MS);
    for (const key of ["x", "y"]) {
      const [first = "", ...others] = await Promise.all(kv.servers.map((server) => kv.read(server, key)));
      for (const other of others)
        expectValue(`the last value of "${key}", compared between two servers,`, other, first);
    }
  });
});
