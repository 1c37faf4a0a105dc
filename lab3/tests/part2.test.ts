import { expectBetween, expectValue } from "labrpc/testing";
import { expectSequential, QUIET_MS, timed } from "./support/expectations";
import { OPTIONS, OVERTAKING, ROUND_TRIP_MS, simulate, startStore } from "./support/harness";

/** Nobody may change a value. */
const VALUE = ` "ä", /🙂\u0000\\\n`;

describe("Lab 3, part 2: sequential consistency", () => {
  simulate("TestSequential", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "sequential" });
    await sim.inParallel(3, async (server) => {
      const ck = kv.clerk(`clerk-${String(server)}`, server);
      const random = sim.random(ck.host.name);
      for (let i = 0; i < 6; i++) {
        const key = random.pick(["x", "constructor"]);
        if (random.chance(0.5)) await ck.set(key, `${String(server)}.${String(i)}`);
        else await ck.get(key);
      }
    });
    expectSequential(kv.history);

    // A schedule on which a sequential store may answer what a linearizable one must not: server 1 hears late of
    // server 2's acknowledgement, so it answers an old value when the write is done at server 0.
    const crafted = startStore(sim, { level: "sequential", name: "crafted" });
    const [writer, reader] = [crafted.clerk("writer", 0), crafted.clerk("reader", 1)];
    const k = "__proto__";
    await writer.set(k, "old");
    await sim.sleep(QUIET_MS);
    crafted.slow(2, 1, 400);
    await writer.set(k, "new");
    await reader.get(k);
    await sim.sleep(1_000);
    await reader.get(k);
    await writer.get(k);
    expectSequential(crafted.history);
    expectValue("what server 1 answers in the end", await crafted.read(1, k), "new");

    crafted.heal();
    // A value that was there before, written by several at the same time: each of them is a write of its own.
    await sim.inParallel(3, (client) => crafted.clerk(`again-${String(client)}`, client % 2).set(k, "old"));
    await sim.sleep(QUIET_MS);
    for (const server of crafted.servers)
      expectValue(
        `what ${crafted.nameOf(server)} answers when an earlier value has been written again`,
        await crafted.read(server, k),
        "old",
      );

    // One order for all keys, not one for each: two clients write, each its own key, and read the other's. Messages
    // take such ways that each server could know that its own write is acknowledged before the other one is.
    const keys = startStore(sim, { level: "sequential", servers: 4, name: "keys" });
    keys.slow(0, 2, 100);
    keys.slow(2, 1, 200);
    keys.slow(1, 3, 100);
    keys.slow(3, 0, 200);
    // A second client at each server looks while the write is under way: nobody sees it before its turn.
    await sim.inParallel(4, async (client) => {
      const server = client % 2;
      const [own, other] = [`key-${String(server)}`, `key-${String(1 - server)}`];
      if (client < 2) {
        const ck = keys.clerk(`writer-of-${String(server)}`, server);
        await ck.set(own, "new");
        await ck.get(other);
        return;
      }
      const ck = keys.clerk(`reader-at-${String(server)}`, server);
      await sim.sleep(50);
      await ck.get(own);
      await ck.get(other);
    });
    expectSequential(keys.history);
  });

  simulate("TestSequentialLocalReads", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "sequential" });
    const clerks = kv.servers.map((server) => kv.clerk(`clerk-${String(server)}`, server));
    await clerks[0]?.set("k", VALUE);
    await sim.sleep(QUIET_MS);
    const before = await kv.published();
    for (const ck of clerks) {
      for (let i = 0; i < 5; i++) {
        const took = await timed(sim, async () => {
          expectValue(`${ck.host.name}'s get, long after the write,`, await ck.get("k"), VALUE);
        });
        expectBetween("a read waited for something", took, 0, ROUND_TRIP_MS, "ms");
      }
    }
    expectValue("the number of messages that 15 reads published", (await kv.published()) - before, 0);
    // Nobody can be asked: each server is alone, and answers from what it holds.
    kv.partition([0], [1], [2]);
    const writing = kv.servers.map((server) =>
      kv.clerk(`writer-${String(server)}`, server).set("k", `later ${String(server)}`),
    );
    await sim.sleep(10);
    for (const ck of clerks) {
      const took = await timed(sim, async () => {
        expectValue(
          `${ck.host.name}'s get, while no server hears another and each has a write under way,`,
          await ck.get("k"),
          VALUE,
        );
      });
      expectBetween("a read waited, although it needs nobody", took, 0, ROUND_TRIP_MS, "ms");
    }
    // Nobody answers: the clerk says so, and does not send again, since it may have been done.
    kv.heal();
    await Promise.all(writing);
    kv.unplug(0);
    const ck = kv.clerk("alone", 0);
    await ck.get("k");
    await ck.set("k", "lost");
    await sim.sleep(5_000);
    expectValue(
      "the number of requests of a clerk whose two calls got no answer",
      sim.network.calls({ from: "alone" }).calls,
      2,
    );
    expectValue(
      "how many of them ended as if they had been answered",
      kv.history.filter(({ client, output }) => client === "alone" && output !== undefined).length,
      0,
    );
  });

  // M. van Steen and A. S. Tanenbaum, Distributed Systems, 4th edition (2023), p. 397.
  simulate("TestTanenbaum", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "sequential", servers: 4 });
    const random = sim.random("schedule");
    // The third server hears the first one early and the second one late; the fourth the other way round.
    const late = random.between(20, 150);
    kv.slow(1, 2, late);
    kv.slow(0, 3, late);
    kv.slow(2, 3, random.between(0, 30));
    const writing = [0, 1].map(async (server) => {
      await sim.sleep(random.between(0, 3));
      await kv.clerk(`P${String(server + 1)}`, server).set("a", server === 0 ? "x" : "y");
    });
    const reading = [2, 3].map(async (server) => {
      const ck = kv.clerk(`P${String(server + 1)}`, server);
      // Until both writes are done: each reader sees the first value, then the second.
      for (let i = 0; i < 10; i++) {
        await sim.sleep(random.between(5, 35));
        await ck.get("a");
      }
    });
    await Promise.all([...writing, ...reading]);
    expectSequential(kv.history);
  });
});
