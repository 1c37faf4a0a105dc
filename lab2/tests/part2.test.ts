import { expectInTime, expectValue } from "labrpc/testing";
import { expectGet, expectLinearizable, expectMissing, expectPut } from "./support/expectations";
import { expectBackoff, expectLatePauses } from "./support/expectBackoff";
import { BUDGET, simulate, startKVService } from "./support/harness";

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
      expectPut("the same put again, after ErrMaybe and a look,", again, "ErrVersion", "ErrMaybe");
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
      const [clients, rounds] = loss === 0.95 ? [1, 1] : [2, 3];
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

    // Only replies are lost: what clerk-b gives up may have been executed.
    sim.network.block("server", "clerk-b");
    expectPut(
      "a put that arrives while no reply comes back, with three retries,",
      await expectInTime(sim, "clerk-b's put with three retries", SOON, hasty.put("k", "unheard", 2)),
      "ErrMaybe",
    );
    sim.network.heal();
    // Whether it was executed depends on what clerk-b asked first.
    const heard = await hasty.get("k");
    const version = heard.kind === "value" ? heard.version : 0;
    expectPut("clerk-b's put after it can hear again", await hasty.put("k", "heard", version), "done");
    await sim.sleep(10_000);
    expectGet("the key long after the partition", await free.get("k"), "heard", version + 1);
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

    // Who is cut off for long retries often, and a pause that is doubled so often is a large number.
    const often = { maxRetries: 70, retryDelay: 1, maxDelay: 500 };
    const [patient, sent] = [kv.clerk("patient", often), [] as number[]];
    sim.trace.watch(({ at, kind, host }) => {
      if (kind === "call" && host === "patient") sent.push(at);
    });
    await expectInTime(sim, "a put with 70 retries", SOON, patient.put("k", "v", 0));
    expectLatePauses(
      sim,
      sent.slice(1).map((at, i) => at - (sent[i] ?? 0) - TIMEOUT),
      often,
    );
  });
});
