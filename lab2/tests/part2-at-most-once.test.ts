import { expectInTime, onMessages } from "labrpc/testing";
import { expectGet, expectLinearizable, expectMissing, expectPut } from "./support/expectations";
import { BUDGET, simulate, startKVService, type PutOutcome } from "./support/harness";

/** Longer than any call takes here whose messages are lost a few times, virtual ms. */
const SOON = 60_000;

describe("Lab 2, part 2: exactly this message is lost", () => {
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
    expectGet("clerk-b's get, after clerk-a's put whose reply was lost,", await b.get("k"), "from a", 1);
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
    expectPut("clerk-b's put, while clerk-a's request was lost,", await b.put("k", value, 4), "done");
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
    await crowd.remote.putOnceEach(200, "crowd", 1);
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
});
