import type { Message } from "labrpc/simulation";
import { expectInTime, loseRepliesUntilExecuted, onMessages } from "labrpc/testing";
import { expectGet, expectLinearizable, expectMissing, expectPut } from "./support/expectations";
import { BUDGET, simulate, startKVService, type PutOutcome } from "./support/harness";

/** Longer than any call takes here whose messages are lost a few times, virtual ms. */
const SOON = 60_000;
const HOUR_MS = 3_600_000;
/** The longest pause of the clerk that is cut off for so long, virtual ms: few requests. */
const PATIENT_MS = 600_000;
/** So many others write meanwhile, early and late; mostly few, since many take their time. */
const [FEW, MORE, MANY] = [150, 1_500, 10_500];
const OFTEN = Array.from({ length: 3 }, () => [FEW, FEW] as const);
const CROWDS = [
  [FEW, FEW],
  ...OFTEN,
  [MORE, FEW],
  ...OFTEN,
  [FEW, MORE],
  ...OFTEN,
  [MANY, FEW],
  ...OFTEN,
  [FEW, MANY],
] as const;

describe("Lab 2, part 2: chosen messages are lost", () => {
  simulate("TestAtMostOnce", { budget: { ...BUDGET, virtualMs: 6_000_000 } }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    const times = 1 + sim.random("losses").int(3);
    const inTime = (what: string, put: Promise<PutOutcome>): Promise<PutOutcome> =>
      expectInTime(sim, what, SOON, put);
    const observe = kv.observer("observer");
    /** Loses replies to clerk-a until an observer finds the version, and some more. */
    const loseReplies = (key: string, version: number, count = times, to = "clerk-a"): Promise<boolean> =>
      loseRepliesUntilExecuted(sim, {
        to,
        isExecuted: async () => {
          const got = await observe(key);
          return got.kind === "value" && got.version >= version;
        },
        times: count,
      });
    /** Loses the next messages of a kind, whatever they are for. */
    const loseNext = (kind: Message["kind"], count = times): void => {
      const host = kind === "request" ? "from" : "to";
      const { script } = onMessages(count, (m) => m.kind === kind && m[host] === "clerk-a", "lose");
      sim.network.script(script);
    };

    // A reply is lost when the put was executed. Somebody else reads it and goes on.
    let lost = loseReplies("k", 1);
    let put = a.put("k", "from a", 0);
    await lost;
    expectGet("clerk-b's get, after clerk-a's put was executed,", await b.get("k"), "from a", 1);
    expectPut("clerk-b's put after that", await b.put("k", "from b", 1), "done");
    expectPut(
      "clerk-a's put, which was executed while replies to clerk-a were lost, and whose value clerk-b has read and overwritten,",
      await inTime("clerk-a's put", put),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after both puts", await a.get("k"), "from b", 2);

    // A reply is lost when the put was executed, and nobody else writes.
    lost = loseReplies("k", 3);
    put = a.put("k", "alone", 2);
    await lost;
    expectPut(
      "clerk-a's put, which was executed while replies to clerk-a were lost,",
      await inTime("clerk-a's put", put),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after that put", await b.get("k"), "alone", 3);

    // The first requests are lost, and nobody else writes: the server's answer to a later one leaves no doubt.
    loseNext("request");
    put = a.put("k", "late", 3);
    expectPut(
      "clerk-a's put, while clerk-a's first requests were lost and nobody else wrote,",
      await inTime("clerk-a's put", put),
      "done",
    );
    expectGet("the key after that put", await b.get("k"), "late", 4);

    // All requests are lost until somebody else has written, perhaps the very same value.
    const value = sim.random("values").chance(0.5) ? "same" : "other";
    loseNext("request", Infinity);
    put = a.put("k", "same", 4);
    await sim.sleep(100);
    expectPut("clerk-b's put, while clerk-a's requests were lost,", await b.put("k", value, 4), "done");
    sim.network.script(undefined);
    expectPut(
      "clerk-a's put, whose requests were lost until clerk-b had written that version,",
      await inTime("clerk-a's put", put),
      "ErrVersion",
      "ErrMaybe",
    );
    expectGet("the key after that", await a.get("k"), value, 5);

    // What is refused stays refused when messages are lost.
    for (const kind of ["request", "reply"] as const) {
      const what = kind === "request" ? "clerk-a's first requests were lost" : "replies to clerk-a were lost";
      loseNext(kind);
      expectPut(
        `clerk-a's put with version 3 to a key that does not exist, while ${what},`,
        await inTime("clerk-a's put", a.put("missing", "x", 3)),
        "ErrNoKey",
        "ErrMaybe",
      );
      loseNext(kind);
      expectMissing(
        `clerk-a's get of a key that does not exist, while ${what},`,
        await expectInTime(sim, "clerk-a's get", SOON, a.get("missing")),
      );
      loseNext(kind);
      expectPut(
        `clerk-a's put with an old version, while ${what},`,
        await inTime("clerk-a's put", a.put("k", "stale", 1)),
        "ErrVersion",
        "ErrMaybe",
      );
    }

    // When a put was executed, its clerk is cut off "for up to an hour". Many others write meanwhile, early and late.
    const patient = kv.clerk("clerk-c", { maxDelay: PATIENT_MS });
    lost = loseReplies("long", 1, 1, "clerk-c");
    put = patient.put("long", "from c", 0);
    await lost;
    sim.network.disconnect("clerk-c");
    const crowd = kv.crowd("crowd");
    const [early, late] = sim.inTurn(CROWDS);
    await crowd.remote.putOnceEach(early, "long", 1, 1);
    await sim.sleep(HOUR_MS);
    await crowd.remote.putOnceEach(late, "long", 1, 1 + early);
    // What the server says of the next re-send may be lost, too: then it is asked once more.
    const isLostAgain = sim.inTurn([false, true]);
    if (isLostAgain)
      sim.network.script(onMessages(1, (m) => m.kind === "reply" && m.to === "clerk-c", "lose").script);
    sim.network.reconnect("clerk-c");
    const again = isLostAgain ? ", and whose next reply was lost, too" : "";
    expectPut(
      `clerk-c's put, which was executed before clerk-c was cut off for an hour, while others wrote the key ${String(early + late)} times${again},`,
      await expectInTime(sim, "clerk-c's put", SOON + 2 * PATIENT_MS, put),
      "done",
      "ErrMaybe",
    );
    // The crowd's puts are in no history, so neither is this.
    expectGet("the key after that", await observe("long"), "v", 1 + early + late);

    // A request that arrives after its re-send was executed, and after somebody else has written, changes nothing.
    const veryLate = onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", { delayMs: 8_000 });
    sim.network.script(veryLate.script);
    expectPut(
      "clerk-a's put, while clerk-a's first request is very late,",
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
      "clerk-a's put, while clerk-a's first request is late,",
      await inTime("clerk-a's put", a.put("k", "early", 7)),
      "done",
    );
    loseNext("reply", 1);
    expectPut(
      "clerk-a's put, while a reply to clerk-a was lost and a late request of an earlier put came,",
      await inTime("clerk-a's put", a.put("k", "later", 8)),
      "done",
      "ErrMaybe",
    );
    expectGet("the key after that", await b.get("k"), "later", 9);

    // A put's first request is late. The put is refused, others write until it would fit, and then it arrives.
    sim.network.script(
      onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", { delayMs: 8_000 }).script,
    );
    expectPut(
      "clerk-a's put with version 2 to a key that does not exist, while clerk-a's first request is very late,",
      await inTime("clerk-a's put", a.put("not yet", "from a", 2)),
      "ErrNoKey",
      "ErrMaybe",
    );
    for (const version of [0, 1])
      expectPut("clerk-b's put after that", await b.put("not yet", "from b", version), "done");
    await sim.sleep(10_000);
    await b.get("not yet");

    // Only the put's own re-sends leave doubt: here a get was sent again, and the put once.
    loseNext("reply");
    await expectInTime(sim, "clerk-a's get", SOON, a.get("k"));
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
});
