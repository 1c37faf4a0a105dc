import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue } from "labrpc/testing";
import { expectAnswer, expectRefusal } from "./support/expectAnswer";
import { expectSameEverywhere, expectSet } from "./support/expectations";
import { BUDGET, QUORUM_TIMEOUT_MS, simulate, startCluster } from "./support/harness";
import type { SetOutcome } from "../types";

/** Before a test takes the time, the leader may get to know its followers, virtual ms. */
const SETTLE_MS = 1_000;
/** The network itself, there and back, and what is not worth a word, virtual ms. */
const SLACK_MS = 12;
/** Pauses between writes: a leader may be talking to a follower when a write comes, but not each time. */
const PAUSES_MS = [870, 1_130, 700];

describe("Lab 4, part 2: the write quorum", () => {
  simulate("TestQuorumNotReached", { budget: BUDGET }, async (sim) => {
    const writeQuorum = 1 + (sim.seed % 5);
    const quorumTimeoutMs = sim.random("time").pick([200, 500, 700]);
    const kv = startCluster(sim, { writeQuorum, quorumTimeoutMs });
    const ck = kv.clerk("clerk");
    expectSet("a write with all nodes up", await ck.set("k", "old"), "done");
    await expectSameEverywhere(sim, kv, "after the first write");

    // One follower too few can confirm.
    const away = sim
      .random("away")
      .shuffle(kv.followers)
      .slice(writeQuorum - 1);
    const how = sim.random("how").pick(["stopped", "unreachable", "unable to answer"] as const);
    if (how === "stopped") kv.stop(...away);
    for (const follower of away) {
      if (how === "unreachable") sim.network.block("leader", kv.nameOf(follower));
      if (how === "unable to answer") sim.network.block(kv.nameOf(follower), "leader");
    }
    const others = `${String(away.length)} of 5 followers ${how}`;
    const state = `with a quorum of ${String(writeQuorum)} and ${others}`;
    const when = `a write ${state}`;
    const [outcome, ms] = await timed(sim, () => ck.set("k", "new"));
    const late = quorumTimeoutMs + 200;
    expectBetween(`${when} was not answered in time`, ms, 0, late, "ms");
    const replicas = expectSet(when, outcome, "no-quorum");
    expectValue(`how many followers confirmed ${when}`, replicas, writeQuorum - 1);
    expectValue(`what the leader holds, after ${when},`, await kv.held(0, "k"), "new");
    const got = await kv.http(0, "POST", "/set", { key: "other", value: "x" });
    expectRefusal(`POST /set: ${when}`, got, 500, "no-quorum");
    expectAnswer(`POST /set: ${when}`, got, 500, { replicas: writeQuorum - 1 });
    // Two at the same time, of the key and value that the leader has already.
    await sim.inParallel(2, async (client) => {
      const write = `one of two writes of one key at the same time, ${state}`;
      const outcome = await kv.clerk(`clerk-${String(client)}`).set("k", "new");
      const replicas = expectSet(write, outcome, "no-quorum");
      expectValue(`how many followers confirmed ${write}`, replicas, writeQuorum - 1);
    });

    // Confirmations that come late do not make the client wait longer.
    for (const follower of kv.followers)
      if (!away.includes(follower)) kv.delay(follower, quorumTimeoutMs * 0.4);
    const slowly = `${when}, the others being slow,`;
    const [second, secondMs] = await timed(sim, () => ck.set("slow", "v"));
    expectBetween(`${slowly} was not answered in time`, secondMs, 0, late, "ms");
    expectValue(
      `how many followers confirmed ${slowly}`,
      expectSet(slowly, second, "no-quorum"),
      writeQuorum - 1,
    );
    for (const follower of kv.followers) kv.delay(follower, 0);

    // With one of them back there are just enough.
    const [back = 1] = away;
    kv.start(back);
    sim.network.unblock("leader", kv.nameOf(back));
    sim.network.unblock(kv.nameOf(back), "leader");
    await sim.sleep(5_000);
    expectSet("a write when enough followers are back", await ck.set("k", "newer"), "done");
    expectValue("what the leader holds then", await kv.held(0, "k"), "newer");

    // "When quorumTimeoutMs has passed", and not before: somebody may confirm until then.
    await sim.sleep(1_000);
    for (const follower of kv.followers) kv.delay(follower, quorumTimeoutMs * 0.93);
    expectSet("a write whose confirmations come just in time", await ck.set("late", "v"), "done");
  });

  simulate("TestEarlyReturn", { budget: BUDGET }, async (sim) => {
    const writeQuorum = 1 + (sim.seed % 4);
    const kv = startCluster(sim, { writeQuorum });
    await sim.sleep(SETTLE_MS);
    const FAR_MS = 400;
    const order = sim.random("order").shuffle(kv.followers);
    for (const follower of order.slice(writeQuorum)) kv.delay(follower, FAR_MS);

    const ck = kv.clerk("clerk");
    for (let i = 0; i < 4; i++) {
      const [outcome, ms] = await timed(sim, () => ck.set("k", `value ${String(i)}`));
      expectBetween(
        `a write with a quorum of ${String(writeQuorum)} waited for more followers than that`,
        ms,
        0,
        FAR_MS / 4,
        "ms",
      );
      expectSet("a write", outcome, "done");
    }
    await sim.inParallel(6, async (client) => {
      const clerk = kv.clerk(`clerk-${String(client)}`);
      const [outcome, ms] = await timed(sim, () => clerk.set(`key-${String(client)}`, "v"));
      expectBetween("a write beside others waited for far followers", ms, 0, FAR_MS / 2, "ms");
      expectSet("a write beside others", outcome, "done");
    });
    // The leader has answered, and still brings the rest to the others.
    await expectSameEverywhere(sim, kv, "after writes that were answered early");
  });

  simulate("TestParallelFanOut", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim, { writeQuorum: 5 });
    await sim.sleep(SETTLE_MS);
    const DELAY_MS = 100;
    for (const follower of kv.followers) kv.delay(follower, DELAY_MS);
    const ck = kv.clerk("clerk");
    const took: number[] = [];
    for (let i = 0; i < 3; i++) {
      const [outcome, ms] = await timed(sim, () => ck.set("k", `value ${String(i)}`));
      expectSet("a write that all five followers have to confirm", outcome, "done");
      took.push(ms);
      await sim.sleep(PAUSES_MS[i] ?? 0);
    }
    expectBetween(
      `each follower is ${String(DELAY_MS)} ms away: all five, one after the other, take five times as long`,
      Math.min(...took),
      DELAY_MS,
      1.5 * DELAY_MS,
      "ms",
    );
    await expectSameEverywhere(sim, kv, "after writes one after the other");
    // Nor does one client's write wait for another's, also when it is of the same key.
    const outcomes: SetOutcome[] = [];
    const started = sim.now;
    await sim.inParallel(8, async (client) => {
      const key = client < 5 ? "k" : `key-${String(client)}`;
      outcomes.push(await kv.clerk(`clerk-${String(client)}`).set(key, String(client)));
    });
    expectBetween(
      `followers are ${String(DELAY_MS)} ms away: eight writes at the same time, five of them of one key, waited for each other`,
      sim.now - started,
      DELAY_MS,
      4 * DELAY_MS,
      "ms",
    );
    for (const outcome of outcomes) expectSet("a write beside others", outcome, "done");
  });

  simulate("TestSlowFollower", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim, { writeQuorum: 4 });
    await sim.sleep(SETTLE_MS);
    const slow = sim.random("slow").pick(kv.followers);
    // So slow that its calls run into their time-out, and its messages arrive long after newer ones were sent.
    kv.delay(slow, sim.random("slowness").pick([700, 1_500, 3_000]));
    const ck = kv.clerk("clerk");
    for (let i = 0; i < 12; i++) {
      const [outcome, ms] = await timed(sim, () => ck.set(`key-${String(i % 2)}`, `value ${String(i)}`));
      expectBetween(`a write waited for ${kv.nameOf(slow)}, which the quorum does not need`, ms, 0, 50, "ms");
      expectSet(`a write while ${kv.nameOf(slow)} is slow`, outcome, "done");
      if (i === 6) await sim.sleep(1_000);
    }
    sim.network.heal();
    await expectSameEverywhere(sim, kv, `when ${kv.nameOf(slow)} is no longer slow`);

    // And when the quorum needs it, the leader waits for it.
    const NEEDED_MS = QUORUM_TIMEOUT_MS * 0.6;
    kv.stop(...kv.followers.filter((follower) => follower !== slow).slice(0, 1));
    kv.delay(slow, NEEDED_MS);
    const [outcome, ms] = await timed(sim, () => ck.set("k", "needed"));
    const what = `a write that needs ${kv.nameOf(slow)}, which answers after ${String(NEEDED_MS)} ms,`;
    expectSet(what, outcome, "done");
    expectBetween(`${what} was answered at another time`, ms, NEEDED_MS, QUORUM_TIMEOUT_MS, "ms");
  });

  simulate("TestQuorumSizes", { budget: BUDGET }, async (sim) => {
    const writeQuorum = 1 + (sim.seed % 5);
    const kv = startCluster(sim, { writeQuorum });
    await sim.sleep(SETTLE_MS);
    // Twice the longest is still in time: a leader may be talking to a follower when the write comes.
    const STEP_MS = 45;
    const order = sim.random("order").shuffle(kv.followers);
    order.forEach((follower, i) => {
      kv.delay(follower, STEP_MS * (i + 1));
    });
    const ck = kv.clerk("clerk");
    const took: number[] = [];
    for (let i = 0; i < 3; i++) {
      const value = `value ${String(i)}`;
      const [outcome, ms] = await timed(sim, () => ck.set("k", value));
      const replicas = expectSet(`a write with a quorum of ${String(writeQuorum)}`, outcome, "done");
      took.push(ms);
      const holding = (await kv.holders("k", value)).length;
      expectBetween(
        "a write was answered, but too few followers hold it",
        holding,
        writeQuorum,
        5,
        "followers",
      );
      expectBetween("`replicas` of a write is wrong", replicas, writeQuorum, holding, "replicas");
      await sim.sleep(PAUSES_MS[i] ?? 0);
    }
    expectBetween(
      `a write with a quorum of ${String(writeQuorum)} was answered at another confirmation than number ${String(writeQuorum)}`,
      Math.min(...took),
      STEP_MS * writeQuorum,
      STEP_MS * writeQuorum + SLACK_MS,
      "ms",
    );
    await expectSameEverywhere(sim, kv, "after the last write");
  });
});

async function timed<T>(sim: Simulation, run: () => Promise<T>): Promise<[T, number]> {
  const started = sim.now;
  const result = await run();
  return [result, sim.now - started];
}
