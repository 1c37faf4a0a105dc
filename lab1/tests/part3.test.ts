import type { Simulation } from "labrpc/simulation";
import { expectInTime, expectValue, loseRepliesUntilExecuted, onMessages } from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable, token } from "./support/expectations";
import { expectFreshReaders } from "./support/expectFreshReaders";
import { expectAnswersOfFirst } from "./support/expectAnswersOfFirst";
import { expectNoChangeOnEveryReplica } from "./support/expectNoChangeOnEveryReplica";
import { expectOnEveryReplica } from "./support/expectOnEveryReplica";
import { expectNoHastyReplica } from "./support/expectNoHastyReplica";
import { BUDGET, FOUND_OUT_MS, simulate, startKVService, type KVCluster } from "./support/harness";

describe("Lab 1, part 3: static sharding with replicas", () => {
  simulate("TestStaticShards", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { servers: 3, replicas: 2 });
    const keys = tenKeys(sim.random("keys").pick([0, 3, 99, 999_999]));
    const writer = kv.clerk("writer");
    for (const key of keys) await writer.put(key, `value of ${key}`);
    await writer.append(keys[0] ?? "", "+");
    const valueOf = (key: string): string => `value of ${key}${key === keys[0] ? "+" : ""}`;
    for (const key of keys) expectValue(`the value of key ${key}`, await writer.get(key), valueOf(key));

    const alive = sim.random("alive").int(2);
    const startAll = kv.leave(alive);
    const answers = new Map<string, string>();
    const readers = keys.map(async (key) => {
      answers.set(key, await kv.clerk(`reader-${key}`).get(key));
    });
    const done = Promise.all(readers);
    done.catch(() => undefined);
    const held = keys.filter((key) => kv.holds(alive, key));
    await sim.until(() => held.every((key) => answers.has(key)), { withinMs: FOUND_OUT_MS });
    await sim.sleep(1_000);
    expectAnswers(answers, held, valueOf, `while only server-${String(alive)} is up`);

    startAll();
    await expectInTime(sim, "the gets that had to wait for their servers", FOUND_OUT_MS, done);
    const reader = kv.clerk("reader");
    for (const key of keys) expectValue(`key ${key} after the restart`, await reader.get(key), valueOf(key));
    expectLinearizable(kv.history);
    await expectAnswersOfFirst(sim, kv, { keys, valueOf });
  });

  simulate("TestRejection", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { servers: 3, replicas: 2 });
    const keys = tenKeys(sim.random("keys").pick([0, 300, 3_000_000]));
    const writer = kv.clerk("writer");
    for (const key of keys) await writer.put(key, `value of ${key}`);
    const valueOf = (key: string): string => `value of ${key}`;

    const answers = new Map<string, string>();
    let refusedWrites = 0;
    for (const key of keys) {
      ignoreErrors(
        kv
          .onlyServer(0, `reader-${key}`)
          .get(key)
          .then((value) => answers.set(key, value)),
      );
      if (kv.holds(0, key)) continue;
      ignoreErrors(
        kv
          .onlyServer(0, `putter-${key}`)
          .put(key, "wrong")
          .then(() => (refusedWrites += 1)),
      );
      ignoreErrors(
        kv
          .onlyServer(0, `appender-${key}`)
          .append(key, "wrong")
          .then(() => (refusedWrites += 1)),
      );
    }
    // Where server-0 is a replica and not first, it may send the call on or refuse it: both are right.
    const held = keys.filter((key) => kv.holds(0, key) && Number(key) % 3 === 0);
    await sim.until(() => held.every((key) => answers.has(key)), { withinMs: FOUND_OUT_MS });
    // Long enough for a clerk that gives up after some time-outs, and must not take that for an answer.
    await sim.sleep(2_000);
    const when = "for a client that knows server-0 alone";
    const sentOn = keys.filter((key) => kv.holds(0, key) && !held.includes(key) && answers.has(key));
    expectAnswers(answers, [...held, ...sentOn], valueOf, when);
    if (refusedWrites > 0) {
      sim.fail("server-0 accepted writes to keys that it holds no replica of", {
        expected: "no write completes",
        got: `${String(refusedWrites)} did`,
      });
    }
    const reader = kv.clerk("reader");
    for (const key of keys)
      expectValue(`key ${key} after the refused writes`, await reader.get(key), valueOf(key));
  });

  simulate("TestUnreliableShards", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { servers: 5, replicas: 3 });
    const keys = ["0", "1", "7", "13", "1000004"];
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      const random = sim.random(ck.host.name);
      for (let i = 0; i < 12; i++) {
        const key = random.pick(keys);
        if (random.chance(0.2)) await ck.put(key, token(client, i));
        else if (random.chance(0.5)) await ck.append(key, token(client, i));
        else await ck.get(key);
      }
    });
    const reader = kv.clerk("reader");
    for (const key of keys) await reader.get(key);
    expectLinearizable(kv.history);
  });

  simulate("TestShardSizes", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const [servers, replicas] = SIZES[sim.seed % SIZES.length] ?? [2, 2];
    const kv = startKVService(sim, { servers, replicas });
    // One in eight messages between servers arrives twice. None of a clerk's: if a replica sends both copies on,
    // the second one may arrive when the clerk's next call has already freed the record, and that is allowed.
    sim.network.script(({ kind, from, nth }) =>
      kind === "request" && from.startsWith("server-") && nth % 8 === 0 ? { copies: 2 } : undefined,
    );
    const keys = Array.from({ length: servers }, (_, shard) => String(shard + servers * 7));
    await sim.inParallel(4, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 3; i++) for (const key of keys) await ck.append(key, token(client, i));
    });
    const whole = new Map<string, string>();
    for (const key of keys) whole.set(key, await kv.clerk(`reader-${key}`).get(key));
    for (const key of keys) expectEveryAppendOnce(kv.history, key);
    expectLinearizable(kv.history);
    // All replicas of a key hold the same, whoever is asked.
    sim.network.script(undefined);
    sim.network.set({ reliable: true, requestLoss: 0, replyLoss: 0 });
    await sim.sleep(5_000);
    for (const alive of sim
      .random("alive")
      .shuffle(Array.from({ length: servers }, (_, me) => me))
      .slice(0, 2)) {
      await expectSameAlone(kv, sim, alive, keys, whole);
    }
  });

  simulate("TestStaleReplica", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { servers: 3, replicas: 3 });
    const key = String(3 * sim.random("key").int(1000));
    const writer = kv.clerk("writer");
    await writer.put(key, "old");

    // For a few seconds the first server cannot reach server-2, so a put is on one replica and not on the other.
    // Readers whose messages to the first server are lost ask the replicas, one after the other.
    sim.network.block("server-0", "server-2");
    sim.network.script(({ from, to }) => {
      const lost = to === "server-0" ? from.startsWith("reader") : to === "server-1" && from === "reader-2";
      return lost ? "lose" : undefined;
    });
    const calls: Promise<unknown>[] = [writer.put(key, "new")];
    let read = false;
    calls.push(
      kv
        .clerk("reader-1")
        .get(key)
        .then(() => (read = true)),
    );
    await sim.until(() => read, { withinMs: 2_500 });
    calls.push(kv.clerk("reader-2").get(key));
    await sim.sleep(3_000);
    sim.network.heal();
    sim.network.script(undefined);
    await expectInTime(
      sim,
      "the put and the gets, whose messages were lost for some seconds,",
      FOUND_OUT_MS,
      Promise.all(calls),
    );
    expectValue("the key after the put", await kv.clerk("reader-3").get(key), "new");
    expectLinearizable(kv.history);
    await expectNoHastyReplica(sim);
    await expectFreshReaders(sim);
  });

  simulate("TestFailover", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { servers: 3, replicas: 2 });
    const a = kv.clerk("clerk-a");

    // What was acknowledged can be read although the first server stops at once, and one message to the replica
    // was lost, or one answer of it.
    const kind = sim.random("loss").pick(["request", "reply"] as const);
    const [from, to] = kind === "request" ? ["server-0", "server-1"] : ["server-1", "server-0"];
    await a.put("0", "one");
    sim.network.script(
      onMessages(1, (m) => m.kind === kind && m.from === from && m.to === to, "lose").script,
    );
    expectValue("what append resolves to", await a.append("0", " two"), "one");
    kv.stop(0);
    const b = kv.clerk("clerk-b");
    expectValue(
      "key 0 at its replica, when its first server stopped after two acknowledged writes,",
      await expectInTime(sim, "clerk-b's get", FOUND_OUT_MS, b.get("0")),
      "one two",
    );
    kv.start(0);
    await sim.sleep(5_000);
    await expectOnEveryReplica(sim);
    await expectNoChangeOnEveryReplica(sim);

    // A reply to clerk-a is lost and the first server stops: the append happens once, whoever answers.
    const observe = kv.observer("observer");
    const lost = loseRepliesUntilExecuted(sim, {
      to: "clerk-a",
      isExecuted: async () => (await observe("0")) === "one two three",
    });
    const append = a.append("0", " three");
    append.catch(() => undefined);
    await lost;
    kv.stop(0);
    await sim.sleep(8_000);
    const c = kv.clerk("clerk-c");
    expectValue(
      "key 0 at its replica, when its first server stopped after clerk-a's append was executed,",
      await expectInTime(sim, "clerk-c's get", FOUND_OUT_MS, c.get("0")),
      "one two three",
    );
    kv.start(0);
    expectValue(
      "what the append resolves to that was executed before the first server stopped",
      await expectInTime(sim, "clerk-a's append", FOUND_OUT_MS, append),
      "one two",
    );
    await sim.sleep(5_000);
    expectValue("key 0 when its first server is back", await b.get("0"), "one two three");

    // All requests arrive twice; the copy of one comes while the first one is being executed.
    sim.network.slow("server-0", "server-1", 40);
    sim.network.script(
      onMessages(Infinity, (m) => m.kind === "request" && m.from === "clerk-b", { copies: 2 }).script,
    );
    expectValue(
      "what an append resolves to whose requests arrived twice",
      await b.append("0", " four"),
      "one two three",
    );
    await sim.sleep(1_000);
    sim.network.script(undefined);
    expectValue("key 0 after an append whose requests arrived twice", await c.get("0"), "one two three four");
    kv.stop(0);
    expectValue(
      "key 0 at its replica after that",
      await expectInTime(sim, "clerk-c's get", FOUND_OUT_MS, c.get("0")),
      "one two three four",
    );
  });
});

/** Servers and replicas; two of two replicate to each other under load. */
const SIZES = [
  [2, 2],
  [4, 2],
  [3, 3],
  [5, 3],
  [4, 1],
] as const;

/** Ten keys in a row from a multiple of 3, so that servers 0 and 1 of three hold a copy of seven each. */
function tenKeys(from: number): string[] {
  return Array.from({ length: 10 }, (_, i) => String(from + i));
}

function expectAnswers(
  answers: ReadonlyMap<string, string>,
  held: readonly string[],
  valueOf: (key: string) => string,
  when: string,
): void {
  for (const [key, value] of answers) expectValue(`get(${JSON.stringify(key)}) ${when}`, value, valueOf(key));
  const list = (keys: readonly string[]): string => [...keys].sort((x, y) => Number(x) - Number(y)).join(" ");
  expectValue(`the list of keys whose get returns ${when}`, list([...answers.keys()]), list(held));
}

function ignoreErrors(call: Promise<unknown>): void {
  call.catch(() => undefined);
}

async function expectSameAlone(
  kv: KVCluster,
  sim: Simulation,
  alive: number,
  keys: readonly string[],
  whole: ReadonlyMap<string, string>,
): Promise<void> {
  const startAll = kv.leave(alive);
  for (const key of keys.filter((k) => kv.holds(alive, k))) {
    const ck = kv.clerk(`alone-${String(alive)}-${key}`);
    const value = await expectInTime(
      sim,
      `get("${key}") while only server-${String(alive)} is up`,
      FOUND_OUT_MS,
      ck.get(key),
    );
    expectValue(`key ${key} as server-${String(alive)} alone holds it`, value, whole.get(key) ?? "");
  }
  startAll();
  await sim.sleep(5_000);
}
