import { Violation, type Message, type Script, type Simulation } from "labrpc/simulation";
import {
  expectInTime,
  expectLittleKept,
  expectValue,
  loseRepliesUntilExecuted,
  onMessages,
} from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable, token } from "./support/expectations";
import { BUDGET, simulate, startKVService } from "./support/harness";
import { MEMORY_LOADS } from "./support/MEMORY_LOADS";

describe("Lab 1, part 2: messages that get lost", () => {
  simulate("TestUnreliable", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      const random = sim.random(ck.host.name);
      for (let i = 0; i < 10; i++) {
        const key = random.pick(["a", "b", `own-${String(client)}`]);
        if (random.chance(0.35)) await ck.put(key, token(client, i));
        else if (random.chance(0.5)) await ck.append(key, token(client, i));
        else await ck.get(key);
      }
    });
    for (const key of ["a", "b"]) await kv.clerk(`reader-${key}`).get(key);
    expectLinearizable(kv.history);
  });

  simulate("TestUnreliableOneKey", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 10; i++) await ck.append("k", token(client, i));
    });
    await kv.clerk("reader").get("k");
    expectEveryAppendOnce(kv.history, "k");
    expectLinearizable(kv.history);
  });

  simulate("TestLostReplies", { budget: { ...BUDGET, virtualMs: 1_000_000 } }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    const observe = kv.observer("observer");
    const times = 1 + sim.random("losses").int(3);
    /** Loses replies to clerk-a until an observer finds the value, and some more. */
    const loseReplies = (key: string, value: string, count = times): Promise<boolean> =>
      loseRepliesUntilExecuted(sim, {
        to: "clerk-a",
        isExecuted: async () => (await observe(key)) === value,
        times: count,
      });

    // An append whose reply is lost happens once, and resolves to what it found the first time.
    let lost = loseReplies("k", "a1 ");
    const first = a.append("k", "a1 ");
    await lost;
    expectValue(
      "clerk-b's append, after clerk-a's append was executed and a reply to clerk-a was lost,",
      await b.append("k", "b1 "),
      "a1 ",
    );
    expectValue(
      "what clerk-a's append resolves to, after a reply to clerk-a was lost and clerk-b has appended too,",
      await expectInTime(sim, "clerk-a's append", 60_000, first),
      "",
    );
    expectValue("the value after both appends", await b.get("k"), "a1 b1 ");

    // A put that somebody has read and somebody else has overwritten must not come back.
    lost = loseReplies("p", "from a");
    const put = a.put("p", "from a");
    await lost;
    expectValue(
      "clerk-b's get, after clerk-a's put was executed and a reply to clerk-a was lost,",
      await b.get("p"),
      "from a",
    );
    await b.put("p", "from b");
    await expectInTime(sim, "clerk-a's put", 60_000, put);
    expectValue("a key that clerk-b overwrote before clerk-a's put returned", await b.get("p"), "from b");

    // What never arrived is sent again; if everything arrives twice, nothing happens twice.
    const request = onMessages(times, (m) => m.kind === "request" && m.from === "clerk-a", "lose");
    sim.network.script(request.script);
    await expectInTime(
      sim,
      "clerk-a's append, while clerk-a's first requests were lost,",
      60_000,
      a.append("r", "once "),
    );
    const copies = onMessages(Infinity, (m) => m.kind === "request" && m.from === "clerk-a", { copies: 2 });
    sim.network.script(copies.script);
    await a.append("r", "copied ");
    expectValue("the value after lost and copied requests", await b.get("r"), "once copied ");

    // Any one message is lost, whatever it is for, and nobody looks in between.
    const random = sim.random("one message");
    for (let i = 0; i < 2; i++) {
      const [kind, nth] = [random.pick(["request", "reply"] as const), 1 + random.int(3)];
      sim.network.script(loseOne(kind, nth, "clerk-a"));
      const appending = a.append("any", token(0, i));
      await sim.sleep(100);
      await b.append("any", token(1, i));
      await expectInTime(sim, "clerk-a's append, of which one message was lost,", 60_000, appending);
    }
    await b.get("any");
    expectEveryAppendOnce(kv.history, "any");

    // A reply is lost and clerk-a is cut off for half a minute, or for several, while others go on. Its record must not
    // go with time, nor with what others do meanwhile.
    const cutOffMs = sim.inTurn([30_000, 90_000, 700_000]);
    lost = loseReplies("late", "a ", 1);
    const late = a.append("late", "a ");
    await lost;
    // Not disconnected: it would send again all the time.
    sim.network.block("clerk-a", "server-0");
    for (let i = 0; i < 150; i++) await b.append("other", "b");
    await sim.inParallel(10, (client) => kv.clerk(`guest-${String(client)}`).put("guest", token(client, 0)));
    await sim.sleep(cutOffMs);
    await b.append("other", "b");
    sim.network.unblock("clerk-a", "server-0");
    expectValue(
      `what clerk-a's append resolves to, which was executed before clerk-a was cut off for ${String(cutOffMs / 1_000)} s,`,
      await expectInTime(sim, "clerk-a's append", 60_000, late),
      "",
    );
    expectValue("the value after that", await b.get("late"), "a ");

    // About three calls in four get no answer.
    sim.network.script(undefined);
    sim.network.set({ reliable: false, requestLoss: 0.3, replyLoss: 0.6 });
    await sim.inParallel(2, async (client) => {
      for (let i = 0; i < 3; i++) await (client === 0 ? a : b).append("z", token(client, i));
    });
    await b.get("z");
    expectEveryAppendOnce(kv.history, "z");
    expectLinearizable(kv.history);
  });

  simulate("TestMemory", { budget: BUDGET, seeds: MEMORY_LOADS.length }, async (sim) => {
    // One load for each seed. What a server keeps does not depend on more of it, and collecting garbage takes long.
    const { what, mostBytes, clients, operations, each, losses } = sim.inTurn(MEMORY_LOADS);
    if (losses !== undefined) sim.network.set(losses);
    await expectLittleKept(sim, {
      what,
      mostBytes,
      apply: async (name) => {
        const kv = startKVService(sim, { name });
        await sim.inParallel(clients, async (client) => {
          const ck = kv.clerk(`${name}-clerk-${String(client)}`);
          for (let i = 0; i < operations; i++) await each(ck, i);
          ck.host.crash();
        });
        kv.forgetHistory();
        return kv.server(0);
      },
    });
  });

  simulate("TestRpcCount", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    const count = async (
      operations: number,
      each: (i: number) => Promise<unknown>,
      from = "clerk-0",
    ): Promise<number> => {
      const before = sim.network.calls({ from }).calls;
      for (let i = 0; i < operations; i++) await each(i);
      return (sim.network.calls({ from }).calls - before) / operations;
    };
    const atMost = (what: string, got: number, most: number): void => {
      if (got > most)
        throw new Violation(`too many RPCs: ${what}`, {
          expected: `at most ${String(most)} per operation`,
          got: got.toFixed(2),
        });
    };
    // What a clerk says once, before its first operation, is not counted.
    await ck.put("k", "");
    const writes = await count(20, (i) => (i % 2 === 0 ? ck.put("k", String(i)) : ck.append("k", String(i))));
    atMost("writes on a reliable network (one is enough, a second may acknowledge)", writes, 2);
    await ck.get("k");
    atMost("gets on a reliable network", await count(20, () => ck.get("k")), 1);
    sim.network.set({ reliable: false });
    atMost("writes on an unreliable network", await count(20, (i) => ck.append("k", String(i))), 5);

    sim.network.set({ reliable: true });
    const cluster = startKVService(sim, { servers: 5, replicas: 3, name: "shard" });
    const reader = cluster.clerk("reader");
    for (let shard = 0; shard < 5; shard++) await reader.get(String(shard));
    const { script, overlaps } = watchOverlaps(sim, "reader");
    sim.network.script(script);
    const reads = await count(20, (i) => reader.get(String(i)), "reader");
    // Asking one server after the other until one accepts the key is right; asking several at once is not.
    atMost("gets in a cluster of 5 servers, even if each is asked once,", reads, 5);
    // "Sent one after the other": also to the replicas, when the first server is silent.
    sim.network.block("reader", "shard-0");
    const waiting = reader.get("0");
    waiting.catch(() => undefined);
    await sim.sleep(2_500);
    sim.network.unblock("reader", "shard-0");
    await expectInTime(sim, "the reader's get, whose first server was silent for 2.5 s", 60_000, waiting);
    if (overlaps() > 0) {
      sim.fail("the clerk asks several servers at the same time", {
        expected: "the next server is asked when the one before refused or did not answer in time",
        got: `of the requests for 21 gets, ${String(overlaps())} left while an earlier one was on its way`,
      });
    }
  });

  simulate("TestDistinctHosts", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    await a.put("k", "1");
    expectValue("what clerk-b reads after clerk-a's put", await b.get("k"), "1");
    await b.put("k", "2");
    expectValue("what clerk-a reads after clerk-b's put", await a.get("k"), "2");
    expectLinearizable(kv.history);

    kv.stop(0);
    const answers: string[] = [];
    const waiting = a.get("k").then((value) => {
      answers.push(value);
      return value;
    });
    waiting.catch(() => undefined);
    await sim.sleep(3_000);
    if (answers.length > 0)
      sim.fail("clerk-a got an answer although the server was unplugged", {
        expected: "no answer",
        got: `the answer ${JSON.stringify(answers[0])}`,
      });
    kv.start(0);
    expectValue(
      "what clerk-a reads when the server is back",
      await expectInTime(sim, "clerk-a's get", 60_000, waiting),
      "2",
    );

    kv.server(0).crash();
    kv.server(0).restart();
    kv.launch(0);
    expectValue(
      "a key after the server lost its memory and started anew",
      await kv.clerk("clerk-c").get("k"),
      "",
    );
  });
});

/** Loses the n-th message of a kind from now on, from or to a host. */
function loseOne(kind: Message["kind"], nth: number, host: string): Script {
  let seen = 0;
  return (message) => {
    if (message.kind !== kind || (kind === "request" ? message.from : message.to) !== host) return undefined;
    return ++seen === nth ? "lose" : undefined;
  };
}

/** Counts the calls of a host that begin while its call before is less than 100 ms old and has no reply. */
function watchOverlaps(sim: Simulation, host: string): { script: Script; overlaps: () => number } {
  const open = new Map<number, number>();
  let overlaps = 0;
  return {
    script: ({ kind, from, to, call }) => {
      if (kind === "reply" && to === host) open.delete(call);
      if (kind === "request" && from === host) {
        if ([...open.values()].some((sentAt) => sim.now - sentAt < 100)) overlaps += 1;
        open.set(call, sim.now);
      }
      return undefined;
    },
    overlaps: () => overlaps,
  };
}
