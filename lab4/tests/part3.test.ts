import { expectInTime, expectValue, loseRepliesUntilExecuted, onMessages } from "labrpc/testing";
import { expectLinearizable, expectSameEverywhere, expectSet, watchOrder } from "./support/expectations";
import { BUDGET, SOON_MS, simulate, startCluster } from "./support/harness";

describe("Lab 4, part 3: one order of all writes", () => {
  /**
   * How late a value arrives behind which the one before it is written again, virtual ms: later than a call's time-out, so
   * that it is sent again, with what is newer by then; or so soon that it is confirmed, and nobody sends anything again.
   */
  const LATE_MS = { z: 1_500, w: 100 } as const;
  /** How long a follower hears nothing of the leader, virtual ms: the first write. */
  const MISSES_MS = 40;
  /** So far apart are the writes then, virtual ms, that the last of them come when the first one is sent again. */
  const APART_MS = 120;
  /** Clients that write at the same time. */
  const CROWD = 30;
  // Every message takes another time, so that messages overtake each other, but none is lost.
  const overtaking = { delayMs: [0, 30], replyDelayMs: [0, 30] } as const;

  simulate("TestConcurrentWrites", { network: overtaking, budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim, { writeQuorum: 1 + (sim.seed % 5) });
    await sim.inParallel(8, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      const random = sim.random(ck.host.name);
      for (let i = 0; i < 4; i++) {
        const key = random.pick(["x", "y"]);
        const outcome = await ck.set(key, `${String(client)}.${String(i)}`);
        expectSet("a write on a network that loses nothing", outcome, "done");
        await kv.readLeader(ck.host.name, random.pick(["x", "y"]));
      }
    });
    for (const key of ["x", "y"]) await kv.readLeader("reader", key);
    expectLinearizable(kv.history);
    await expectSameEverywhere(sim, kv, "after concurrent writes of the same keys");

    // These arrive at one and the same time: no clock tells which is newer. To the followers they overtake each other.
    for (const key of ["z", "z2", "z3", "z4"]) {
      sim.network.set({ delayMs: [5, 5] });
      const together = sim.inParallel(3, async (client) => {
        const name = `clerk-at-once-${key}-${String(client)}`;
        const outcome = await kv.clerk(name).set(key, `at once ${String(client)}`);
        expectSet("a write that came together with others", outcome, "done");
      });
      await sim.sleep(1);
      sim.network.set(overtaking);
      await together;
      await kv.readLeader("reader", key);
    }
    expectLinearizable(kv.history);
    await expectSameEverywhere(sim, kv, "after writes that came at the same moment");

    // More within one millisecond than tenths can number, and as many right after. One seed of three.
    if (!sim.inTurn([true, false, false])) return;
    sim.network.set({ delayMs: [0.1, 0.2], replyDelayMs: [0.1, 0.2] });
    await sim.inParallel(CROWD, async (client) => {
      const ck = kv.clerk(`clerk-in-a-crowd-${String(client)}`);
      for (const value of ["first", "second"])
        expectSet("a write beside many others", await ck.set(`own-${String(client)}`, value), "done");
    });
    for (let client = 0; client < CROWD; client++)
      expectValue(
        `what the leader holds of a key that one client wrote twice, beside ${String(CROWD - 1)} others,`,
        await kv.held(0, `own-${String(client)}`),
        "second",
      );
    await expectSameEverywhere(sim, kv, "after many writes within a millisecond");
  });

  simulate("TestReplicationOrder", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim, { writeQuorum: 1 + (sim.seed % 3) });
    await sim.sleep(1_000);
    // Messages to two followers take up to 400 ms, each another time; one in six arrives a second time, later.
    const random = sim.random("fates");
    const far = random
      .shuffle(kv.followers)
      .slice(0, 2)
      .map((node) => kv.nameOf(node));
    sim.network.set({ duplicateDelayMs: [50, 600] });
    // In some runs, one of them does not get the first write, and gets others before the leader finds out.
    const misses = sim.inTurn([false, false, false, false, true]) ? far[1] : undefined;
    const began = sim.now;
    sim.network.script(({ kind, from, to, nth }) => {
      if (kind !== "request" || from !== "leader" || !far.includes(to)) return undefined;
      if (to === misses && sim.now < began + MISSES_MS) return "lose";
      const delayMs = ((nth * 7 + sim.seed * 3) % 9) * 45;
      return nth % 6 === 0 ? { copies: 2, delayMs } : { delayMs };
    });
    // One client, one write after the other: everybody knows which is newer.
    const ck = kv.clerk("clerk");
    const work = { over: false };
    const write = async (): Promise<void> => {
      for (let i = 0; i < 14; i++) {
        expectSet(`write number ${String(i)}`, await ck.set(i % 3 === 0 ? "y" : "x", String(i)), "done");
        if (misses !== undefined) await sim.sleep(i === 0 ? MISSES_MS : APART_MS);
        else if (i % 4 === 3) await sim.sleep(random.between(0, 120));
      }
      await sim.sleep(1_500);
      work.over = true;
    };
    await Promise.all([write(), watchOrder(sim, kv, { followers: kv.followers, keys: ["x", "y"] }, work)]);
    // A value comes back while what was between them is under way to a follower.
    const [slow] = far;
    for (const [key, delayMs] of Object.entries(LATE_MS)) {
      sim.network.script(({ kind, to, text }) =>
        kind === "request" && to === slow && text.includes("between") ? { delayMs } : undefined,
      );
      for (const value of ["the same", "between", "the same"]) {
        expectSet(`the write of ${JSON.stringify(value)}`, await ck.set(key, value), "done");
        await sim.sleep(60);
      }
      await sim.sleep(2 * delayMs);
      sim.network.script(undefined);
    }
    await expectSameEverywhere(sim, kv, "after messages that overtook each other");
    for (const node of kv.nodes) {
      for (const key of Object.keys(LATE_MS))
        expectValue(`the last value of "${key}" at ${kv.nameOf(node)}`, await kv.held(node, key), "the same");
      expectValue(`the last value of "x" at ${kv.nameOf(node)}`, await kv.held(node, "x"), "13");
      expectValue(`the last value of "y" at ${kv.nameOf(node)}`, await kv.held(node, "y"), "12");
    }

    // What was late meets what is newer at a follower that has neither: if its handler waits, both are there at once.
    const meetAt = sim.now + 3_000;
    const before = random.pick([0.6, 0.3, 0.1, -0.3]);
    let isFirst = true;
    sim.network.script(({ kind, from, to, text }) => {
      if (kind !== "request" || from !== "leader" || to !== slow) return undefined;
      if (isFirst && text.includes("earlier")) {
        isFirst = false;
        return { delayMs: meetAt - sim.now };
      }
      // A leader that waits for an answer sends again after a second or so.
      return sim.now < meetAt - 1_300 ? "lose" : { delayMs: Math.max(0, meetAt - before - sim.now) };
    });
    expectSet("a write whose message is late", await ck.set("m", "earlier"), "done");
    await sim.sleep(1_400);
    expectSet("a write after it", await ck.set("m", "later"), "done");
    await sim.sleep(2_000);
    sim.network.script(undefined);
    await expectSameEverywhere(sim, kv, "after a late message met a newer one");
  });

  simulate(
    "TestConvergence",
    { network: { reliable: false, duplicateDelayMs: [0, 200] }, budget: BUDGET },
    async (sim) => {
      const kv = startCluster(sim, { writeQuorum: 1 + (sim.seed % 5) });
      const keys = ["a", "b", "c"];
      // Some of the leader's messages arrive twice. A clerk's do not: a late copy would be a second write.
      sim.network.script(({ kind, from, nth }) =>
        kind === "request" && from === "leader" && nth % 10 === 3 ? { copies: 2 } : undefined,
      );
      await sim.inParallel(5, async (client) => {
        const ck = kv.clerk(`clerk-${String(client)}`);
        const random = sim.random(ck.host.name);
        for (let i = 0; i < 5; i++) {
          const outcome = await ck.set(random.pick(keys), `${String(client)}.${String(i)}`);
          expectSet("a write on a network that loses messages", outcome, "done", "no-quorum", "maybe");
          if (random.chance(0.5)) await kv.readLeader(ck.host.name, random.pick(keys));
        }
      });
      // Some quiet writes' messages may still be lost: nobody writes these keys again.
      sim.network.script(undefined);
      sim.network.set({ reliable: true, requestLoss: 0, replyLoss: 0 });
      await expectSameEverywhere(sim, kv, "when the network loses nothing any more");
      for (const key of keys) await kv.readLeader("reader", key);
      expectLinearizable(kv.history);
    },
  );

  simulate("TestMaybe", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    const kind = sim.random("kind").pick(["request", "reply"] as const);
    expectSet("a write", await a.set("k", "first"), "done");

    // A request of clerk-a is lost, or a reply when the leader has its write. Somebody sees what there is to see, and
    // somebody else writes.
    const what = `clerk-a's write, while a ${kind} ${kind === "request" ? "of" : "to"} clerk-a was lost,`;
    const loseOne = async (): Promise<void> => {
      if (kind === "reply") {
        const isExecuted = async (): Promise<boolean> => (await kv.held(0, "k")) === "from a";
        await loseRepliesUntilExecuted(sim, { to: "clerk-a", isExecuted });
        return;
      }
      const { script, seen } = onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", "lose");
      sim.network.script(script);
      await sim.until(() => seen() > 0, { withinMs: SOON_MS });
    };
    const lost = loseOne();
    const writing = a.set("k", "from a");
    await lost;
    await kv.readLeader("reader", "k");
    expectSet("clerk-b's write", await b.set("k", "from b"), "done");
    await kv.readLeader("reader", "k");
    expectSet(what, await expectInTime(sim, what, SOON_MS, writing), "done", "maybe");
    await sim.sleep(3_000);
    await kv.readLeader("reader", "k");
    expectLinearizable(kv.history);
    await expectSameEverywhere(sim, kv, `after a write while a ${kind} was lost`);

    // The same, but clerk-a learns at once that no answer will come: it is unplugged while the leader waits.
    sim.network.script(undefined);
    for (const follower of kv.followers) kv.delay(follower, 60);
    const unplugged = a.set("j", "from a");
    await sim.sleep(20);
    sim.network.disconnect(a.host.name);
    await sim.sleep(70);
    await kv.readLeader("reader", "j");
    expectSet("clerk-b's second write", await b.set("j", "from b"), "done");
    await kv.readLeader("reader", "j");
    await sim.sleep(200);
    sim.network.reconnect(a.host.name);
    const second = await expectInTime(sim, "the write of clerk-a, which was unplugged,", SOON_MS, unplugged);
    expectSet("the write of clerk-a, which was unplugged,", second, "done", "maybe");
    await sim.sleep(3_000);
    await kv.readLeader("reader", "j");
    expectLinearizable(kv.history);
  });
});
