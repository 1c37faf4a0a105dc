import type { Simulation } from "labrpc/simulation";
import { expectInTime, expectValue, onMessages } from "labrpc/testing";
import { expectGet, expectLinearizable, expectMissing, expectPut } from "../expectations";
import { BUDGET, simulate, startKVService, type PutOutcome } from "../harness";

/** Longer than any call takes here whose messages are lost a few times, virtual ms. */
const SOON = 60_000;

const TIMEOUT = 100;
const CLERKS = 24;

describe("Lab 2, part 2: messages that get lost", () => {
  simulate("TestUnreliablePut", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    // One client alone: whatever its put ends with, it was executed, and once.
    for (let version = 0; version < 30; version++) {
      const value = `v${String(version)}`;
      const outcome = await ck.put("k", value, version);
      expectPut(
        `a put with the key's version ${String(version)} and no other writers`,
        outcome,
        "done",
        "ErrMaybe",
      );
      expectGet(`a get after that put, which ended with ${outcome},`, await ck.get("k"), value, version + 1);
      if (outcome === "done") continue;
      const again = await ck.put("k", "again", version);
      expectPut("the same put again, after ErrMaybe and a look", again, "ErrVersion", "ErrMaybe");
    }
    expectMissing("a get of a key that does not exist", await ck.get("none"));
    await sim.inParallel(5, async (client) => {
      const own = kv.clerk(`clerk-${String(client + 1)}`);
      for (let i = 0; i < 6; i++) {
        const seen = await own.get("shared");
        const version = seen.kind === "value" ? seen.version : 0;
        await own.put("shared", `${String(client)} ${String(i)}`, version);
      }
    });
    await ck.get("shared");
    const { requestsLost, repliesLost } = sim.network.calls({});
    if (requestsLost === 0 || repliesLost === 0)
      sim.fail("this run lost nothing, so it shows nothing", { expected: "lost requests and replies" });
    expectLinearizable(kv.history);
  });

  simulate("TestAtMostOnce", { budget: { ...BUDGET, virtualMs: 400_000 } }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    const times = 1 + sim.random("losses").int(3);
    const inTime = (what: string, put: Promise<PutOutcome>): Promise<PutOutcome> =>
      expectInTime(sim, what, SOON, put);
    /** Loses the next requests of clerk-a, or replies to it, and waits until the first is lost. */
    const lose = async (kind: "requests" | "replies", count = times): Promise<void> => {
      const { script, seen } = onMessages(
        count,
        ({ kind: message, from, to, method }) =>
          (method === "get" || method === "put") &&
          (kind === "requests"
            ? message === "request" && from === "clerk-a"
            : message === "reply" && to === "clerk-a"),
        "lose",
      );
      sim.network.script(script);
      await sim.until(() => seen() > 0, { withinMs: 10_000 });
    };

    // The reply is lost: the put was executed. Somebody else reads it and goes on.
    let lost = lose("replies");
    let put = a.put("k", "from a", 0);
    await lost;
    expectGet("clerk-b's get, after clerk-a's put whose reply was lost", await b.get("k"), "from a", 1);
    expectPut("clerk-b's put after that", await b.put("k", "from b", 1), "done");
    expectPut(
      "clerk-a's put, whose reply was lost, and whose value clerk-b has read and overwritten,",
      await inTime("clerk-a's put", put),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after both puts", await a.get("k"), "from b", 2);

    // The reply is lost, and nobody else writes.
    lost = lose("replies");
    put = a.put("k", "alone", 2);
    await lost;
    expectPut("clerk-a's put, whose reply was lost,", await inTime("clerk-a's put", put), "done", "ErrMaybe");
    expectGet("the key after that put", await b.get("k"), "alone", 3);

    // The request is lost, and nobody else writes: the server's answer to a later one leaves no doubt.
    lost = lose("requests");
    put = a.put("k", "late", 3);
    await lost;
    expectPut(
      "clerk-a's put, whose first requests were lost and whose last one was executed,",
      await inTime("clerk-a's put", put),
      "done",
    );
    expectGet("the key after that put", await b.get("k"), "late", 4);

    // The request is lost, and somebody else writes in between, perhaps the very same value.
    const value = sim.random("values").chance(0.5) ? "same" : "other";
    lost = lose("requests");
    put = a.put("k", "same", 4);
    await lost;
    expectPut("clerk-b's put, while clerk-a's request was lost", await b.put("k", value, 4), "done");
    expectPut(
      "clerk-a's put, whose request was lost until clerk-b had written that version,",
      await inTime("clerk-a's put", put),
      "ErrVersion",
      "ErrMaybe",
    );
    expectGet("the key after that", await a.get("k"), value, 5);

    // What is refused stays refused when the refusal is lost.
    for (const kind of ["requests", "replies"] as const) {
      lost = lose(kind);
      put = a.put("missing", "x", 3);
      await lost;
      expectPut(
        `clerk-a's put with version 3 to a key that does not exist, whose ${kind} were lost,`,
        await inTime("clerk-a's put", put),
        "ErrNoKey",
      );
      lost = lose(kind);
      const get = a.get("missing");
      await lost;
      expectMissing(
        `clerk-a's get of a key that does not exist, whose ${kind} were lost,`,
        await expectInTime(sim, "clerk-a's get", SOON, get),
      );
      lost = lose(kind);
      put = a.put("k", "stale", 1);
      await lost;
      expectPut(
        `clerk-a's put with an old version, whose ${kind} were lost,`,
        await inTime("clerk-a's put", put),
        "ErrVersion",
        "ErrMaybe",
      );
    }

    // A request that arrives after its re-send was executed, and after somebody else has written, changes nothing.
    const late = onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", { delayMs: 8_000 });
    sim.network.script(late.script);
    expectPut(
      "clerk-a's put, whose first request is very late,",
      await inTime("clerk-a's put", a.put("k", "prompt", 5)),
      "done",
    );
    expectPut("clerk-b's put after that", await b.put("k", "newer", 6), "done");
    await sim.sleep(10_000);
    expectGet("the key after the late request has arrived", await b.get("k"), "newer", 7);

    // The request of a later put is answered from its own record, although a copy of an earlier put comes late.
    const copy = onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", { delayMs: 1_500 });
    sim.network.script(copy.script);
    expectPut(
      "clerk-a's put, whose first request is late,",
      await inTime("clerk-a's put", a.put("k", "early", 7)),
      "done",
    );
    sim.network.script(onMessages(1, (m) => m.kind === "reply" && m.to === "clerk-a", "lose").script);
    expectPut(
      "clerk-a's put, whose reply was lost, and before whose re-send a late request of an earlier put came,",
      await inTime("clerk-a's put", a.put("k", "later", 8)),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after that", await b.get("k"), "later", 9);

    // Between a put whose reply was lost and its re-send a minute passes, and 200 other clients write.
    lost = lose("replies", 1);
    put = a.put("long", "from a", 0);
    await lost;
    sim.network.disconnect("clerk-a");
    const crowd = kv.crowd("crowd");
    await crowd.remote.putOnceEach(200, "crowd", "v", 0);
    await sim.sleep(60_000);
    sim.network.reconnect("clerk-a");
    expectPut(
      "clerk-a's put, whose reply was lost before clerk-a was cut off for a minute,",
      await inTime("clerk-a's put", put),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after that", await b.get("long"), "from a", 1);

    // Only the put's own re-sends leave doubt: here a get was sent again, and the put once.
    lost = lose("replies");
    const got = a.get("k");
    await lost;
    await expectInTime(sim, "clerk-a's get", SOON, got);
    sim.network.script(undefined);
    expectPut(
      "clerk-a's put with an old version, after a get that was sent again,",
      await a.put("k", "x", 6),
      "ErrVersion",
    );

    // A definite answer to a first request stays definite, whatever was lost before.
    sim.network.script(undefined);
    expectPut("clerk-a's put with an old version, nothing lost,", await a.put("k", "x", 6), "ErrVersion");
    expectPut("clerk-a's next put, nothing lost,", await a.put("k", "last", 9), "done");
    expectLinearizable(kv.history);
  });

  simulate("TestHeavyDrops", { budget: { virtualMs: 1e8, events: 1e6 } }, async (sim) => {
    const kv = startKVService(sim);
    // Short pauses and time-outs: with 95 % of requests and of replies lost, one call in 400 gets an answer.
    const patient = { maxRetries: 1_000_000, retryDelay: 1, maxDelay: 20 };
    for (const loss of [0.3, 0.5, 0.95]) {
      sim.network.set({ reliable: false, requestLoss: loss, replyLoss: loss, timeoutMs: 100 });
      const key = `drops-${String(loss)}`;
      // One put and one get at 95 %: some 800 requests.
      const [clients, rounds] = loss === 0.95 ? [1, 1] : [2, 4];
      await sim.inParallel(clients, async (client) => {
        const ck = kv.clerk(`clerk-${String(client)}-${key}`, patient);
        for (let i = 0; i < rounds; i++) {
          const seen = await ck.get(key);
          if (seen.kind === "ErrTimeout")
            sim.fail(`a get ended with ErrTimeout although a million retries were allowed`, {
              expected: "retries until an answer comes",
              got: "ErrTimeout",
            });
          const version = seen.kind === "value" ? seen.version : 0;
          await ck.put(key, `${String(client)} ${String(i)}`, version);
        }
      });
      sim.network.set({ requestLoss: 0, replyLoss: 0 });
      await kv.clerk(`reader-${key}`).get(key);
    }
    expectLinearizable(kv.history);
  });

  simulate("TestPartition", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const cutOff = kv.clerk("clerk-a", { maxRetries: 10_000, retryDelay: 10, maxDelay: 1_000 });
    const hasty = kv.clerk("clerk-b", { maxRetries: 3, retryDelay: 10, maxDelay: 1_000 });
    const free = kv.clerk("clerk-c");
    const ordinary = kv.clerk("clerk-d");
    expectPut("a put before the partition", await cutOff.put("k", "before", 0), "done");
    // What a get found before is no answer later.
    expectGet("clerk-b's get before the partition", await hasty.get("k"), "before", 1);
    sim.network.partition([
      ["clerk-a", "clerk-b", "clerk-d"],
      ["server", "clerk-c"],
    ]);

    // Who may try a few times only gives up, and says whether that can have had an effect.
    expectPut(
      "a put during the partition, with three retries,",
      await expectInTime(sim, "clerk-b's put with three retries", SOON, hasty.put("k", "from b", 1)),
      "ErrMaybe",
    );
    const got = await expectInTime(sim, "clerk-b's get with three retries", SOON, hasty.get("k"));
    expectValue("how a get during the partition ends, with three retries,", got.kind, "ErrTimeout");

    const { calls } = sim.network.calls({ from: "clerk-b" });
    // Who may try for long waits. Others go on meanwhile.
    const waiting = cutOff.put("k", "from a", 1);
    const waitingToo = ordinary.get("k");
    await sim.sleep(20_000);
    expectGet("clerk-c's get on the server's side of the partition", await free.get("k"), "before", 1);
    expectValue(
      "the number of requests of clerk-b, 20 s after it gave up,",
      sim.network.calls({ from: "clerk-b" }).calls,
      calls,
    );
    const write = sim.random("partition").chance(0.5);
    if (write) expectPut("clerk-c's put there", await free.put("k", "from c", 1), "done");
    sim.network.heal();
    const outcome = await expectInTime(
      sim,
      "clerk-a's put, after the partition healed (the pause between two retries is at most 1 s),",
      5_000,
      waiting,
    );
    const seen = await expectInTime(
      sim,
      "clerk-d's get with the default options, after that,",
      5_000,
      waitingToo,
    );
    expectValue("how clerk-d's get with the default options ends", seen.kind, "value");
    if (write) {
      expectPut(
        "clerk-a's put, sent before clerk-c's and executed after it,",
        outcome,
        "ErrVersion",
        "ErrMaybe",
      );
      expectGet("the key after the partition", await cutOff.get("k"), "from c", 2);
    } else {
      expectPut("clerk-a's put, once the partition healed,", outcome, "done");
      expectGet("the key after the partition", await cutOff.get("k"), "from a", 2);
    }

    // Only replies are lost: what clerk-b gives up was executed.
    sim.network.block("server", "clerk-b");
    expectPut(
      "a put that arrives while no reply comes back, with three retries,",
      await expectInTime(sim, "clerk-b's put with three retries", SOON, hasty.put("k", "unheard", 2)),
      "ErrMaybe",
    );
    sim.network.heal();
    expectGet("clerk-b's get after it can hear again", await hasty.get("k"), "unheard", 3);
    expectPut("clerk-b's put after that", await hasty.put("k", "heard", 3), "done");
    await sim.sleep(10_000);
    expectGet("the key long after the partition", await free.get("k"), "heard", 4);
    expectLinearizable(kv.history);
  });

  simulate("TestBackoff", { network: { timeoutMs: TIMEOUT }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const options = { maxRetries: 9, retryDelay: 20, maxDelay: 500 };
    sim.network.set({ requestLoss: 1 });
    // Of each clerk the pauses of a put, and then of a get: a new request starts with the first pause again.
    const pauses = { put: [] as number[][], get: [] as number[][] };
    await sim.inParallel(CLERKS, async (client) => {
      const name = `clerk-${String(client)}`;
      const ck = kv.clerk(name, options);
      let sent: number[] = [];
      sim.trace.watch(({ at, kind, host }) => {
        if (kind === "call" && host === name) sent.push(at);
      });
      const pausesOf = (what: string): number[] => {
        // Nine retries: ten requests. Who counts the first one too sends nine.
        if (sent.length !== 10 && sent.length !== 9)
          sim.fail(`${what} of a clerk with maxRetries 9 sends another number of requests`, {
            expected: "10 requests: the first one and nine retries",
            got: sent.length,
          });
        const found = sent.slice(1).map((at, i) => at - (sent[i] ?? 0) - TIMEOUT);
        sent = [];
        return found;
      };
      const outcome = await expectInTime(sim, `${name}'s put with nine retries`, SOON, ck.put("k", "v", 0));
      expectPut("a put whose retries are used up", outcome, "ErrMaybe");
      pauses.put.push(pausesOf("a put"));
      const got = await expectInTime(sim, `${name}'s get with nine retries`, SOON, ck.get("k"));
      expectValue("how a get ends whose retries are used up", got.kind, "ErrTimeout");
      pauses.get.push(pausesOf("a get"));
    });
    expectBackoff(sim, "a put", pauses.put, options);
    expectBackoff(sim, "a get", pauses.get, options);

    // The options count, not our favourite figures: with other ones the pauses are others.
    const [ck, seen] = [kv.clerk("hasty", { maxRetries: 2, retryDelay: 1, maxDelay: 4 }), sim.now];
    await expectInTime(sim, "a put with two retries and pauses of at most 4 ms", SOON, ck.put("k", "v", 0));
    if (sim.now - seen > 3 * TIMEOUT + 30)
      sim.fail(
        "a clerk with maxRetries 2, retryDelay 1 and maxDelay 4 pauses longer than these options say",
        {
          expected: `at most ${String(3 * TIMEOUT + 8)} ms for three requests of ${String(TIMEOUT)} ms each`,
          got: `${(sim.now - seen).toFixed(0)} ms`,
        },
      );
  });
});

/** Pauses between requests, one row for each clerk: on average they double, up to the cap, and no two clerks' are alike. */
function expectBackoff(
  sim: Simulation,
  whose: string,
  all: readonly (readonly number[])[],
  { retryDelay, maxDelay }: { retryDelay: number; maxDelay: number },
): void {
  let [shortest, total] = [0, 0];
  const rows = Math.min(...all.map((pauses) => pauses.length));
  for (let retry = 0; retry < rows; retry++) {
    const pauses = all.map((row) => row[retry] ?? 0);
    const nominal = Math.min(maxDelay, retryDelay * 2 ** retry);
    const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length;
    // Whether the first pause is once or twice the option, and how much of it is chance, is up to the clerk.
    const most = Math.min(maxDelay * 1.5, nominal * 3);
    const what = `the pause of ${whose} before retry ${String(retry + 1)}, with retryDelay ${String(retryDelay)} and maxDelay ${String(maxDelay)}`;
    const got = `${mean.toFixed(1)} ms on average over ${String(pauses.length)} clerks`;
    if (mean < nominal * 0.2) sim.fail(`${what}, is too short`, { expected: about(nominal), got });
    if (mean > most + 10) sim.fail(`${what}, is too long`, { expected: about(nominal), got });
    // Full jitter takes half of each pause on average.
    shortest += nominal * 0.38;
    total += mean;
    const distinct = new Set(pauses.map((pause) => pause.toFixed(2))).size;
    // Timers fire on whole ms, so short pauses have few values; and some cut off what jitter adds to the longest.
    if (nominal >= 80 && nominal < maxDelay && distinct < 5)
      sim.fail(`${what}, has no jitter: clerks that fail together come back together`, {
        expected: "another pause for each clerk",
        got: `${String(distinct)} different pauses of ${String(pauses.length)} clerks`,
      });
  }
  if (total < shortest)
    sim.fail(
      `the pauses of ${whose} before ${String(rows)} retries are too short together: they must double up to maxDelay`,
      {
        expected: `at least ${shortest.toFixed(0)} ms on average`,
        got: `${total.toFixed(0)} ms`,
      },
    );
}

function about(nominal: number): string {
  return `between half and the whole of ${String(nominal)} ms`;
}
