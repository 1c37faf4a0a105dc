import { expect } from "chai";
import type { StateChange, TraceEvent, TraceKind } from "../../../src/records";
import { changeAbout } from "../../../src/testing/state/changeAbout";
import { lastBeforeStart } from "../../../src/testing/state/lastBeforeStart";
import { mostKept } from "../../../src/testing/state/mostKept";
import { numberHeld } from "../../../src/testing/state/numberHeld";
import { partsAbout } from "../../../src/testing/state/partsAbout";
import { sharedIdentity } from "../../../src/testing/state/sharedIdentity";
import { keptInWords, sharedInWords, staleInWords } from "../../../src/testing/state/stateInWords";
import { staleAnswer } from "../../../src/testing/state/staleAnswer";
import { tellingChange } from "../../../src/testing/state/tellingChange";
import {
  wrongAnswerHeld,
  wrongAnswerRemembered,
  wrongAnswerRestored,
  wrongAnswerTaken,
} from "../../../src/testing/state/wrongAnswer";
import { stateChanges } from "../../support/stateChanges";
import { traceEvents } from "../../support/traceEvents";

const isServer = (host: string): boolean => host.startsWith("server");

describe("what states tell of a failure", () => {
  it("begins to look at the last change of what the failure names, or the last request", () => {
    const here = stateChanges(
      '1 s m["k"] = "x"',
      '2 s m["k"].f = function',
      '3 s m["l"] = "some|1"',
      '4 c m["k"] = 1',
    );
    const isServer = (host: string): boolean => host === "s";
    const placeOf = (failure: string, request: string): number | undefined => {
      const call = { at: 4, kind: "call", host: "c", peer: "s", id: 1, text: request } as const;
      return changeAbout(
        here,
        [call],
        { isServer, isKit: () => false, isAbout: partsAbout([failure], []) },
        failure,
      );
    };
    expect(placeOf('get("k") was answered wrongly', 'get("l")')).to.equal(0);
    expect(placeOf('a get of the value "some" is wrong', 'get("k")')).to.equal(2);
    expect(placeOf("the number of keys is wrong", 'get("l")')).to.equal(2);
    expect(placeOf("the number of keys is wrong", "stats()")).to.equal(undefined);
  });

  it("tells the change by which a server holds the wrong answer, or what it never holds otherwise", () => {
    const there = stateChanges('1 s m["k"] = "x"', "2 s count = 7");
    const here = stateChanges(
      '1 s m["k"] = "x"',
      '2 s m["other"] = "y"',
      '3 c m["k"] = "xx"',
      '4 s m["k"] = "xx"',
      '5 s o = "no"',
    );
    const isServer = (host: string): boolean => host === "s";
    const isAbout = partsAbout(['append("k", "x") resolved to "xx"'], ["s", "c"]);
    const runs = { here, there, isServer, isAbout, got: undefined };
    expect(tellingChange(runs)).to.equal(3);
    expect(tellingChange({ ...runs, got: '"no"' })).to.equal(4);
    expect(tellingChange({ ...runs, here: there })).to.equal(undefined);
    // Nothing is about what failed.
    expect(tellingChange({ ...runs, isAbout: partsAbout(['get("z")'], []) })).to.equal(undefined);
  });

  it("says of what never came what a server still holds, and where the newer one is", () => {
    const isServer = (host: string): boolean => host !== "c";
    const here = stateChanges(
      '1 leader m["k"] = "old"',
      '2 follower m["k"] = "old"',
      '3 leader m["k"] = "new"',
      '4 c m["k"] = "new"',
    );
    const nothing = {
      isAbout: () => false,
      hasHeard: () => true,
      isNamed: () => false,
      isMentioned: () => false,
    };
    const asked = { expected: 'what the leader holds: "new"', got: '"old"', isServer, ...nothing };
    const stale = staleAnswer(here, asked);
    expect(stale?.place).to.equal(2);
    expect(stale && staleInWords(stale)).to.match(
      /^follower's `m\["k"\]` is "old" since .* ms and has not changed, while leader's became "new" at .* ms$/,
    );
    // Where it is not there at all, the failure has to name the server.
    const missing = { ...asked, got: "no such key" };
    const without = stateChanges("1 follower n = 1", '3 leader m["k"] = "new"');
    const isAbout = partsAbout(
      ['follower does not hold what the leader holds for the key "k"'],
      ["follower"],
    );
    const named = (host: string): boolean => host === "follower";
    const gone = staleAnswer(without, { ...missing, isAbout, isNamed: named, isMentioned: named });
    expect(gone && staleInWords(gone)).to.equal(
      'follower has no `m["k"]` to the end, while leader\'s became "new" at 3.0 ms',
    );
    expect(
      staleAnswer(without, {
        ...missing,
        isAbout,
        hasHeard: () => true,
        isNamed: () => false,
        isMentioned: () => false,
      }),
    ).to.equal(undefined);
    // The one that has it did not get it later, or nobody has it.
    expect(staleAnswer(stateChanges('1 leader m["k"] = "new"', '2 follower m["k"] = "old"'), asked)).to.equal(
      undefined,
    );
    expect(staleAnswer(here, { ...asked, expected: '"other"' })).to.equal(undefined);
    expect(staleAnswer(here, { ...asked, got: '"new"' })).to.equal(undefined);
  });

  it("tells a wrong answer without a twin only where a server holds it, and none ever held the right one", () => {
    const isServer = (host: string): boolean => host !== "c";
    const here = stateChanges('1 s m["k"] = "old"', '2 s m["k"] = "cut"', '3 c seen = "right"');
    const asked = { expected: '"right"', got: '"cut"', isServer };
    expect(wrongAnswerHeld(here, asked)).to.equal(1);
    expect(wrongAnswerHeld(here, { ...asked, got: '"old"' })).to.equal(undefined);
    expect(wrongAnswerHeld(stateChanges('1 t m = "right"', '2 s m["k"] = "cut"'), asked)).to.equal(undefined);
    expect(wrongAnswerHeld(here, { ...asked, got: '""' })).to.equal(undefined);
    expect(wrongAnswerHeld(stateChanges("1 s ok = true"), { ...asked, got: "true" })).to.equal(undefined);
    const elsewhere = { ...asked, expected: 'what the leader holds: "right"' };
    expect(wrongAnswerHeld(stateChanges('1 t m = "right"', '2 s m["k"] = "cut"'), elsewhere)).to.equal(
      undefined,
    );
  });

  it("tells of a wrong answer that a server holds again, after something else", () => {
    const isServer = (host: string): boolean => host === "s";
    const here = stateChanges('1 s m["k"] = "old"', '2 s m["k"] = "new"', '3 s m["k"] = "old"', "4 s n = 1");
    expect(wrongAnswerRestored(here, '"old"', { isServer })).to.equal(2);
    expect(wrongAnswerRestored(here, '"new"', { isServer })).to.equal(undefined);
    expect(wrongAnswerRestored(here, '"old"', { isServer: () => false })).to.equal(undefined);
    const [first, second, third] = here as [StateChange, StateChange, StateChange];
    const anew: { before?: string } & Omit<StateChange, "before"> = { ...third };
    delete anew.before;
    expect(wrongAnswerRestored([first, second, anew], '"old"', { isServer })).to.equal(undefined);
  });

  it("tells when the replica that a failure accuses took what it should not", () => {
    const here = stateChanges(
      '1 s-1 m["k"] = "new"',
      '2 s-1 m["k"] = "old"',
      '3 s-2 m["k"] = "old"',
      '4 s-1 queue[0] = "new"',
      '5 s-1 queue[0] = "old"',
    );
    const taken = (text: string): number | undefined =>
      wrongAnswerTaken(here, `not converged: For key "k", ${text}`, ({ path }) => path.includes('"k"'));
    expect(taken('replica s-1 holds "old", written later')).to.equal(1);
    expect(taken('replica s-2 holds "old", written later')).to.equal(undefined);
    expect(taken("nobody says")).to.equal(undefined);
  });

  it("tells of a wrong answer that a client remembered, where no reply of the call has it", () => {
    const isServer = (host: string): boolean => host === "s";
    const here = stateChanges('1 s m["k"] = "old"', '2 c seen["k"] = "old"');
    const event = (kind: TraceKind, text: string): TraceEvent => ({ at: 1, kind, host: "c", id: 1, text });
    const place = (...events: readonly TraceEvent[]): number | undefined =>
      wrongAnswerRemembered(here, '"old"', { events, isServer });
    const first = event("reply", 'get: {"value":"old"}');
    const begin = event("begin", 'get("k")');
    const end = event("end", 'get("k") → "old"');
    expect(place(first, begin, event("reply", "get: {}"), end)).to.equal(1);
    expect(place(begin, first, end)).to.equal(undefined);
    expect(place(first, event("begin", 'put("k","old")'), end)).to.equal(undefined);
    expect(place(first, begin, event("end", 'get("k") → "new"'))).to.equal(undefined);
  });

  it("knows what a part of a state is about", () => {
    const isAbout = partsAbout(['clerk-1\'s put("a","x") failed'], ["clerk-1", "clerk-11", "s"]);
    const about = (path: string): boolean => isAbout({ host: "s", path });
    expect(['#v["a"]', '#seen["clerk-1"].seq'].map(about)).to.deep.equal([true, true]);
    expect(["#v", '#v["b"]', '#seen["clerk-11"]', "a"].map(about)).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
  });

  it("tells two clients apart, unless they have the same identity and send it", () => {
    const events = traceEvents(
      "begin c-0 add(1)",
      'call c-0>server add({"client":"17672256","n":1})',
      'call c-1>server add({"client":"17672256","n":1})',
    );
    const here = stateChanges(
      '1 c-0 #id = "17672256"',
      "1 c-0 #seq = 1000",
      '2 c-1 #id = "17672256"',
      "2 c-1 #seq = 1000",
    );
    const shared = sharedIdentity(here, { events, isServer });
    expect(shared?.place).to.equal(2);
    expect(shared && sharedInWords(shared)).to.equal(
      "c-0's `#id` and c-1's are the same, \"17672256\": a server takes one for the other",
    );
    const sharedOf = (changes: readonly StateChange[], own = events): unknown =>
      sharedIdentity(changes, { events: own, isServer });
    expect(sharedOf(stateChanges('1 c-0 #id = "17672256"', '2 c-1 #id = "17672257"'))).to.equal(undefined);
    // It is what the test gave them, is not sent, or has another name.
    expect(sharedOf(here, [...traceEvents('begin c-0 open("17672256")'), ...events])).to.equal(undefined);
    expect(sharedOf(here, events.slice(0, 2))).to.equal(undefined);
    expect(sharedOf(stateChanges('1 c-0 #password = "17672256"', '2 c-1 #password = "17672256"'))).to.equal(
      undefined,
    );
    // What a test gives out, as the owner of some locks, and what is counted.
    const held = (path: string, value: string): unknown => {
      const changes = stateChanges(`1 c-0 ${path} = ${value}`, `2 c-1 ${path} = ${value}`);
      const calls = ["c-0", "c-1"].map((c) => `call ${c}>server put({"value":${value}})`);
      return sharedOf(changes, traceEvents(...calls));
    };
    expect(held("#owner", '"the owner"')).to.equal(undefined);
    expect(held("#me", '"me"')).to.equal(undefined);
    expect(held("#id", "1")).to.equal(undefined);
    expect(held("#requestId", "1767225600000")).to.equal(undefined);
    expect(held("#owner", '"1767225600000"')).to.deep.include({ place: 1 });
    const counted = stateChanges(
      "1 c-0 #id = 1000",
      "2 c-0 #id = 1001",
      "3 c-1 #id = 1000",
      "4 c-1 #id = 1001",
    );
    expect(
      sharedOf(counted, traceEvents('call c-0>server add({"id":1000})', 'call c-1>server add({"id":1000})')),
    ).to.equal(undefined);
  });

  it("finds a number that is one off by its name, or where it is the only one of the host that failed", () => {
    const here = stateChanges(
      "1 server #counts.total_requests = 3",
      "2 server #counts.total_requests = 4",
      "3 server #n = 4",
      "4 c #sent = 4",
    );
    const held = (failure: string, got: string, expected = "3", host = ""): number | undefined =>
      numberHeld(here, { failure, got, expected, isNamed: (name) => name === host });
    expect(held("total_requests of STATS is wrong", "4")).to.equal(1);
    expect(held("total_requests of STATS is wrong", "4", "9")).to.equal(undefined);
    expect(held("the number is wrong", "4")).to.equal(undefined);
    const large = stateChanges(
      "1 server-0 #clock = 24",
      "2 server-0 #queue[0].at = 24",
      "3 server-1 #clock = 24",
    );
    const stamped = { failure: "server-0 published a message", got: "24", expected: "a timestamp above 24" };
    expect(numberHeld(large, { ...stamped, isNamed: (name) => name === "server-0" })).to.equal(0);
    expect(numberHeld(large, { ...stamped, isNamed: () => false })).to.equal(undefined);
    // Two parts might be meant.
    const two = [...large, ...stateChanges("4 server-0 #sent = 24")];
    expect(numberHeld(two, { ...stamped, isNamed: (name) => name === "server-0" })).to.equal(undefined);
  });

  it("tells the field that kept most of what a server kept before it was weighed", () => {
    const entries = Array.from({ length: 12 }, (_, i) => `2 server #old["${String(i)}"] = x`);
    const here = stateChanges(
      "1 server #old = Map(12)",
      "1 server #last = Map(1)",
      "1 c #all = Map(99)",
      ...entries,
      "9 server #old",
      "9 server #last",
    ).map((change) => (change.at === 9 ? { ...change, step: 99 } : change));
    const kept = mostKept(here);
    expect(kept).to.deep.equal({
      place: 14,
      host: "server",
      object: "KVServer",
      path: "#old",
      entries: 12,
      isCut: false,
    });
    expect(kept && keptInWords(kept, true)).to.equal("server's `#old` has most entries: 12");
    expect(kept && keptInWords(kept, false)).to.contain("at least 12");
    expect(mostKept(stateChanges("1 server #old = Map(3)", "2 server #old"))).to.equal(undefined);
    expect(mostKept(stateChanges("1 server #old = Map(30)"))).to.equal(undefined);
  });

  it("begins to look, after a crash, at what the host found that started again", () => {
    const here = stateChanges(
      '1 disk-of-server ["a"] = "x"',
      '2 disk-of-server ["a"].flushed = ""',
      '3 disk-of-server ["a"]',
      '4 disk-of-server ["a"] = "y"',
      "5 server n = 1",
      '6 disk-of-server ["a"] = "later"',
    );
    const events = traceEvents(
      "start server",
      "crash server",
      "call c>server get",
      "start server",
      "call c>server get",
    );
    const isKit = (host: string): boolean => host.startsWith("disk-of-");
    const asked = { isKit, failure: "what a server found after a crash is wrong" };
    expect(lastBeforeStart(here, events, asked)).to.equal(3);
    expect(lastBeforeStart(here, events.slice(0, 3), asked)).to.equal(undefined);
    expect(lastBeforeStart(here, events.slice(0, 1), asked)).to.equal(undefined);
    expect(lastBeforeStart(here, events, { ...asked, isKit: () => false })).to.equal(undefined);
    expect(lastBeforeStart(here, events, { ...asked, failure: "a get is wrong" })).to.equal(undefined);
  });
});
