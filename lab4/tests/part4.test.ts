import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue, onMessages } from "labrpc/testing";
import { CONVERGE_MS, expectSameEverywhere, expectSet, watchOrder } from "./support/expectations";
import { BUDGET, QUORUM_TIMEOUT_MS, simulate, startCluster, type Cluster } from "./support/harness";

/** So many writes at the same time, where many keys are written. */
const AT_ONCE = 60;
/**
 * "It may be away for a minute or longer", in one seed of three. From 45 to 92 s is about an octave: where pauses between
 * attempts double, whatever the first one was, one of these ends long before the next attempt. The others find out pauses
 * that grow to a minute and no further. Virtual ms.
 */
const LONG_MS = [120_000, 45_000, 52_000, 60_000, 215_000, 69_000, 80_000, 92_000];
const ABSENCES = [0, ...LONG_MS.flatMap((ms) => [ms, 0, 0])] as const;
const MANY_KEYS = 1_200;
/** In one seed of twelve. */
const MANY = [false, false, false, false, false, true, false, false, false, false, false, false] as const;
/** How far a follower is from the leader that a write needs, virtual ms. */
const FAR_MS = 30;
/** Keys that nobody writes again, and that a follower with nothing in memory needs: "any string can be a key". */
const FIRST_KEYS = ["__proto__", "a:b", "two\nlines", "0"];
/** As long as the limit allows, and more of them than one message of 1 MiB may hold when each character takes six bytes. */
const LONG_VALUE = "v".repeat(65_536);

describe("Lab 4, part 4: followers that come back", () => {
  simulate("TestCatchUp", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const random = sim.random("workload");
    const ck = kv.clerk("clerk");
    let writes = 0;
    const write = async (count: number, keys = 8): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const key = `key-${String(random.int(keys))}`;
        expectSet("a write with enough followers up", await ck.set(key, `value ${String(writes++)}`), "done");
      }
    };
    const order = random.shuffle(kv.followers);
    const [first = 1, second = 2] = order;
    // One of them is away from the start.
    kv.stop(second);
    await write(6);
    kv.start(second);
    await expectSameEverywhere(sim, kv, `although ${kv.nameOf(second)} came late and nobody writes any more`);

    // Away for a moment, or for long: whoever gives up after some attempts is found out.
    await write(4, 2);
    await expectSameEverywhere(sim, kv, `before ${kv.nameOf(first)} was unplugged`);
    const areMany = sim.inTurn(MANY);
    if (areMany) {
      // A copy of everything takes several messages, and what is watched is not in the first one alone.
      await sim.inParallel(2, (i) => kv.clerk(`long-${String(i)}`).set(`before-${String(i)}`, LONG_VALUE));
      expectSet("a write behind long ones", await ck.set("behind", `value ${String(writes++)}`), "done");
      await expectSameEverywhere(sim, kv, `before ${kv.nameOf(first)} was unplugged, with long values`);
    }
    kv.stop(first);
    await write(30, 200);
    // "More than a thousand in a few tests": a leader that remembers the last thousand only has nothing to send.
    if (areMany) {
      for (let i = 0; i < MANY_KEYS; i += AT_ONCE)
        await sim.inParallel(AT_ONCE, (j) => ck.set(`many-${String(i + j)}`, "v"));
      // Some more, when none of all that may be on its way.
      for (let i = 0; i < 8; i++) {
        await sim.sleep(40);
        await write(1, 200);
      }
    }
    // Never both: a leader that sends each write again until it is confirmed would use up the events of a run.
    const longMs = areMany ? 0 : sim.inTurn(ABSENCES);
    await sim.sleep(longMs > 0 ? longMs : random.pick([50, 2_000]));
    kv.start(first);
    // Whatever the leader does to bring it up to date: who reads there meanwhile does not go back.
    kv.delay(first, 20);
    const work = { over: false };
    const watched = { followers: [first], keys: ["key-0", "key-1", "behind"] };
    const returning = async (): Promise<void> => {
      await sim.sleep(1_500);
      work.over = true;
    };
    await Promise.all([returning(), watchOrder(sim, kv, watched, work)]);
    kv.delay(first, 0);
    await expectSameEverywhere(sim, kv, `although ${kv.nameOf(first)} is back and nobody writes any more`);

    // It crashes, and once more when it has got a part: what came before is gone again.
    if (areMany) {
      kv.delay(first, 20);
      kv.crash(first);
      kv.restart(first);
      await untilPartly(sim, kv, first);
      kv.crash(first);
      kv.restart(first);
      kv.delay(first, 0);
      await expectSameEverywhere(sim, kv, `although ${kv.nameOf(first)} crashed again while it caught up`);
    }

    // Two at once, one of which can hear the leader and not answer.
    sim.network.block(kv.nameOf(first), "leader");
    kv.stop(second);
    await write(8);
    await sim.sleep(random.pick([50, 3_000]));
    sim.network.heal();
    await write(2);
    kv.start(second);
    await expectSameEverywhere(sim, kv, `although ${kv.nameOf(second)} is back and nobody writes any more`);

    // Too few for a quorum: the client was told so, and the write goes on all the same.
    kv.stop(...order.slice(0, 3));
    expectSet("a write with three of five followers stopped", await ck.set("late", "v"), "no-quorum");
    if (sim.seed % 5 === 0)
      await sim.inParallel(4, (i) => kv.clerk(`clerk-${String(i)}`).set(`long-${String(i)}`, LONG_VALUE));
    kv.start(...order);
    await expectSameEverywhere(sim, kv, "although all followers are back after a write without a quorum");
  });

  simulate("TestFollowerCrash", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const random = sim.random("workload");
    const [first = 1, second = 2, third = 3] = random.shuffle(kv.followers);
    await expectLifeGoesOn(sim, kv, first);
    // Nobody writes these again. Sometimes there are many: a follower that starts again needs all of them.
    const many = sim.seed % 5 === 0 ? 60 : 4;
    for (let i = 0; i < many; i++) {
      const key = FIRST_KEYS[i] ?? `first-${String(i)}`;
      expectSet("a write", await kv.clerk("first").set(key, String(i)), "done");
    }
    await expectSameEverywhere(sim, kv, "before the first crash");
    const work = { over: false };
    const clients = sim.inParallel(3, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; !work.over; i++) {
        const started = sim.now;
        const outcome = await ck.set(`key-${String(client)}-${String(i % 3)}`, String(i));
        expectSet("a write with at most two of five followers down", outcome, "done");
        const what = "a write waited for followers that are down, or have just come back";
        expectBetween(what, sim.now - started, 0, QUORUM_TIMEOUT_MS / 2, "ms");
        await sim.sleep(random.between(20, 100));
      }
    });
    const crashes = (async (): Promise<void> => {
      await sim.sleep(150);
      kv.crash(first);
      await sim.sleep(200);
      kv.crash(second);
      await sim.sleep(300);
      // Far away as well: to find out what it lacks, and to bring it, takes long. Writes do not wait for that.
      kv.delay(first, 600);
      kv.restart(first);
      await sim.sleep(1_500);
      kv.delay(first, 0);
      kv.restart(second);
      await sim.sleep(200);
      work.over = true;
    })();
    await Promise.all([clients, crashes]);
    // They have lost everything, also what they had confirmed, and nobody writes any more.
    await expectSameEverywhere(sim, kv, "although two followers started again with nothing in memory");

    // Nothing is under way, and two followers start again so quickly that nobody can have missed them; one of them
    // for the second time.
    for (const follower of [third, first]) {
      kv.crash(follower);
      kv.restart(follower);
    }
    // While they get everything back, messages are lost.
    sim.network.set({ requestLoss: 0.3, replyLoss: 0.3 });
    await sim.sleep(4_000);
    sim.network.set({ requestLoss: 0, replyLoss: 0 });
    const both = [third, first].map((follower) => kv.nameOf(follower)).join(" and ");
    const restarted = `although ${both} started again with nothing in memory, while nobody wrote`;
    await expectSameEverywhere(sim, kv, restarted);
    expectSet("a write after all that", await kv.clerk("last").set("k", "v"), "done");
    await expectSameEverywhere(sim, kv, "before the last crash");

    // A write needs a follower that has just started again, of which nobody has heard yet. It answers; but can it hold a
    // write when what came before is gone? It is far, so what it gets afterwards comes behind the client's answer.
    const spared = kv.followers.filter((follower) => follower !== first);
    kv.stop(...spared.slice(0, kv.followers.length - kv.writeQuorum));
    kv.delay(first, FAR_MS);
    kv.crash(first);
    kv.restart(first);
    const outcome = await kv.clerk("needs-it").set("needed", "v");
    const needing = `a write that needs ${kv.nameOf(first)}, which has just started again,`;
    const replicas = expectSet(needing, outcome, "done", "no-quorum");
    const holding = (await kv.holders("needed", "v")).length;
    const least = outcome.kind === "done" ? kv.writeQuorum : 0;
    const all = kv.followers.length;
    expectBetween(`${needing} was answered, but too few followers hold it`, holding, least, all, "followers");
    expectBetween(`\`replicas\` of ${needing} is wrong`, replicas, least, holding, "replicas");
    kv.delay(first, 0);
    kv.start(...kv.followers);
    await expectSameEverywhere(sim, kv, "in the end");

    // Writes carry on for all of the 30 s, in one seed of three: they take long.
    if (!sim.inTurn([true, false, false])) return;
    kv.crash(second);
    kv.restart(second);
    const since = sim.now;
    const ck = kv.clerk("steady");
    for (let i = 0; sim.now < since + CONVERGE_MS; i++) {
      await ck.set("steady", String(i));
      await sim.sleep(400);
    }
    for (let i = 0; i < many; i++) {
      const key = FIRST_KEYS[i] ?? `first-${String(i)}`;
      const what = `what ${kv.nameOf(second)} holds for ${JSON.stringify(key)}, 30 s after it started again, while writes carried on,`;
      expectValue(what, await kv.held(second, key), String(i));
    }
  });
});

/** How late the first reply of a follower is, virtual ms: less than a call waits for it. */
const FORMER_MS = 400;

/**
 * A follower crashes right after its first reply, which comes late: behind one of its new life. It says nothing of the life
 * that has begun.
 */
async function expectLifeGoesOn(sim: Simulation, kv: Cluster, follower: number): Promise<void> {
  const name = kv.nameOf(follower);
  const ck = kv.clerk("early");
  const late = onMessages(1, (m) => m.kind === "reply" && m.from === name, { delayMs: FORMER_MS });
  sim.network.script(late.script);
  expectSet("the first write", await ck.set("early", "0"), "done");
  await sim.until(() => late.seen() > 0, { withinMs: 1_000 });
  if (kv.crash(follower, { optional: true }) === "crashed") kv.restart(follower);
  expectSet(`a write, when ${name} has started again,`, await ck.set("early", "1"), "done");
  await sim.sleep(2 * FORMER_MS);
  sim.network.script(undefined);
  await expectSameEverywhere(sim, kv, `when the reply of ${name} before its crash has come late`);
  // "Within 30 s of its return it holds everything": its leader may find out late that it does.
  await sim.sleep(CONVERGE_MS);
  const spared = kv.followers.filter((other) => other !== follower);
  const away = spared.slice(0, kv.followers.length - kv.writeQuorum);
  kv.stop(...away);
  const needing = `a write that needs ${name}, which has everything again,`;
  expectSet(needing, await ck.set("early", "2"), "done");
  kv.start(...away);
  await expectSameEverywhere(sim, kv, `after a write that needed ${name}`);
}

/** Between two looks whether a follower has got a part, and how long that is waited for, virtual ms. */
const PARTLY_LOOK_MS = 4;
const PARTLY_MS = 3_000;

/** Waits until a follower holds some of many keys and not all; where it gets them in one message, it never does. */
async function untilPartly(sim: Simulation, kv: Cluster, follower: number): Promise<void> {
  const until = sim.now + PARTLY_MS;
  while (sim.now < until) {
    await sim.sleep(PARTLY_LOOK_MS);
    let count = 0;
    let looked = 0;
    for (let i = 0; i < MANY_KEYS; i += 100, looked += 1)
      if ((await kv.held(follower, `many-${String(i)}`)) !== undefined) count += 1;
    if (count > 0 && count < looked) return;
  }
}
