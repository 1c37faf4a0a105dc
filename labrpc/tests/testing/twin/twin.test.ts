import { expect } from "chai";
import type { RunRecord, StateChange, TraceEvent, TraceKind } from "../../../src/records";
import { Simulation, Violation } from "../../../src/simulation";
import { runSeed } from "../../../src/testing/scenario/runSeed";
import type { SeedResult } from "../../../src/testing/scenario/SeedResult";
import { changeAbout } from "../../../src/testing/state/changeAbout";
import { findParting, partsThatDiffer, sameChangesOf } from "../../../src/testing/state/findParting";
import { partsAbout } from "../../../src/testing/state/partsAbout";
import { changeInWords, staleInWords } from "../../../src/testing/state/stateInWords";
import { noTwinInWords, twinInWords } from "../../../src/testing/twin/twinInWords";
import { staleAnswer } from "../../../src/testing/state/staleAnswer";
import { tellingChange } from "../../../src/testing/state/tellingChange";
import {
  wrongAnswerHeld,
  wrongAnswerRemembered,
  wrongAnswerRestored,
} from "../../../src/testing/state/wrongAnswer";
import type { Counter, CounterClient } from "../../fixtures/counter";
import { code } from "../../support/run";

/** "1 server a.b = x" is a change at 1 ms; without "= x" it goes away. */
function changes(...lines: readonly string[]): StateChange[] {
  const before = new Map<string, string>();
  return lines.map((line, i) => {
    const [, at = "", host = "", path = "", after] = /^(\d+) (\S+) (\S+)(?: = (.*))?$/.exec(line) ?? [];
    const was = before.get(`${host} ${path}`);
    if (after !== undefined) before.set(`${host} ${path}`, after);
    return {
      step: i + 1,
      event: i,
      at: Number(at),
      host,
      object: "KVServer",
      path,
      ...(was === undefined ? {} : { before: was }),
      ...(after === undefined ? {} : { after }),
    };
  });
}

/** Three clients add; whoever asks last gets the sum, and it must be that of what was added. */
async function sums(sim: Simulation): Promise<void> {
  const server = sim.host("server");
  server.serve(server.construct<Counter>("./counter", "Counter"));
  let [expected, got] = [0, 0];
  await sim.inParallel(3, async (i) => {
    const host = sim.host(`client-${String(i)}`);
    const client = host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
    for (let n = 1; n <= 5; n++) {
      if (sim.leavesOut(host.name)) continue;
      expected += n;
      const sum = await client.add(n);
      got = Math.max(got, sum);
    }
  });
  if (got !== expected) throw new Violation("the sum is wrong", { expected, got, restsOn: "history" });
}

/** The first of some seeds that fails. */
async function failure(
  scenario: (sim: Simulation) => Promise<void>,
  reliable: boolean,
  message?: string,
): Promise<SeedResult> {
  const effort = { minimise: "thorough", freshSecondRun: false, explained: true } as const;
  for (let seed = 1; seed <= 20; seed++) {
    const run = { test: "TestSums", seed, code, options: { network: { reliable } }, scenario, ...effort };
    const result = await runSeed(run);
    if (
      result.explanation !== undefined &&
      (message ?? result.explanation.message) === result.explanation.message
    )
      return result;
  }
  throw new Error("expected a seed that fails");
}

describe("the twin of a counterexample", () => {
  it("is the run without the fault, and says what the server holds in it", async () => {
    const { explanation, record } = await failure(sums, false);
    expect(explanation?.cause?.[0]).to.match(/^fails with one fault: the reply to add\(\d\) from server/);
    expect(explanation?.twin).to.match(
      /^without the lost reply to add\((\d)\) from server to client-\d, the test passes: then server's `#sum` is \1 at [\d.]+ ms, and here it is \d+$/,
    );
    const { twin, state, failure: said } = record as RunRecord;
    expect(said.twin).to.equal(explanation?.twin);
    expect(twin?.parting).to.deep.include({ host: "server", path: "#sum" });
    expect(state?.complete).to.equal(true);
    expect(state?.changes.length).to.be.greaterThan(twin?.sameChanges ?? Infinity);
  });

  it("is none where nothing near passes, which is said with the number of runs that were tried", async () => {
    const { explanation, record } = await failure(async (sim) => {
      await sums(sim);
      throw new Violation("always", { expected: 1, got: 2 });
    }, true);
    expect(explanation?.message).to.equal("always");
    expect(explanation?.twin).to.match(/^none: the [1-9]\d* nearest runs, each .*, fail in the same way$/);
    expect(explanation).to.not.have.any.keys("state");
    expect(record).to.not.have.any.keys("twin", "telling");
    expect(record?.state?.changes.length).to.be.greaterThan(0);
  });

  it("may get past the failure only, and says so", async () => {
    const { explanation, record } = await failure(
      async (sim) => {
        const wrong = await sums(sim).catch((error: unknown) => error);
        if (wrong !== undefined) throw wrong as Error;
        await sim.sleep(5_000);
        throw new Violation("later on", { expected: 1, got: 2 });
      },
      false,
      "the sum is wrong",
    );
    expect(explanation?.twin).to.match(
      /, the test gets past this, and fails later in another way: then server's `#sum` is/,
    );
    expect(record?.twin?.passes).to.equal(false);
  });

  it("is not the run without the fault that only keeps the test busy until it fails", async () => {
    const { explanation } = await failure(async (sim) => {
      const server = sim.host("server");
      server.serve(server.construct<Counter>("./counter", "Counter"));
      const [careless, busy] = ["careless", "busy"].map((name) => {
        const host = sim.host(name);
        return host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
      });
      await careless?.addCarelessly(1);
      for (let n = 2; n <= 6; n++) await busy?.add(n);
    }, false);
    expect(explanation?.cause?.join("\n")).to.match(/and, to keep the test busy until then, one fault/);
    expect(explanation?.twin).to.match(/^without the lost (?:request|reply to) add\(1\) .*, the test passes/);
  });

  it("has two messages in the other order, where that is all it takes", async () => {
    const { explanation, record } = await failure(async (sim) => {
      const server = sim.host("server");
      server.serve(server.construct<Counter>("./counter", "Counter"));
      await sim.inParallel(2, async (i) => {
        const host = sim.host(`client-${String(i)}`);
        const client = host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
        const sum = await client.add(i + 1);
        if (i === 0 && sum !== 1)
          throw new Violation("client-0 is to be the first", { expected: 1, got: sum });
      });
    }, true);
    expect(explanation?.twin).to.match(
      /^if client-0's add\(1\) reaches server before client-1's add\(2\), and not after it, the test passes/,
    );
    expect(record?.twin?.first).to.deep.include({ host: "server" });
    expect(record?.twin?.first?.here).to.contain("server → client-1 receives add");
    expect(record?.twin?.first?.there).to.contain("server → client-0 receives add");
  });

  it("is, where nothing else passes, the run without the operation that shows it", async () => {
    const { explanation, record } = await failure(async (sim) => {
      const server = sim.host("server");
      server.serve(server.construct<Counter>("./counter", "Counter"));
      const host = sim.host("client");
      const client = host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
      if (sim.leavesOut(host.name)) return;
      const got = await client.add(1);
      throw new Violation("always", { expected: 0, got, restsOn: "history" });
    }, true);
    expect(explanation?.twin).to.equal("without client's add(1), which shows it, the test passes");
    expect(record?.twin).to.include({ passes: true });
    expect(record?.twin?.first?.here).to.contain("add(1)");
  });

  it("does not part at a host that is not there yet, or is down", () => {
    const here = changes("1 s a = 1", "2 c b = 1", "3 s a = 2");
    const there = changes("1 s a = 1", "3 s a = 3", "4 c b = 1");
    expect(findParting(here, there)).to.deep.include({ host: "s", at: 3 });
    expect(findParting(changes("1 s a = 1", "2 s a"), changes("1 s a = 1"))).to.equal(undefined);
  });

  it("parts where a state first differs at the same time, whatever the order of events in between", () => {
    const here = changes("1 s a = 1", "2 s b = 1", "2 t c = 1", "3 s a = 2", "4 s a = 3");
    const there = changes("1 s a = 1", "2 t c = 1", "2 s b = 1", "4 s a = 4");
    expect(findParting(here, there)).to.deep.include({ at: 3, host: "s", path: "a", here: "2", there: "1" });
    expect(findParting(here, here)).to.equal(undefined);
    expect(sameChangesOf(here, there)).to.equal(1);
    // What is only on its way says nothing.
    const pending = changes("1 s a = 1", "2 s q = Promise, pending", "5 s a = 6");
    expect(findParting(pending, changes("1 s a = 1"))).to.deep.include({ at: 5, path: "a" });
  });

  it("tells what differs from what only comes at another time", () => {
    const here = changes("1 s a = 1", "2 s b = 1", "3 s b = 2", "4 s c = 1", "5 s c = 2");
    const there = changes("2 s a = 1", "3 s b = 2", "4 s b = 1", "5 s c = 1", "6 s c = 3", "7 s c = 2");
    const differs = partsThatDiffer(here, there);
    const parts = ["a", "b", "c", "d"].filter((path) => differs({ host: "s", object: "KVServer", path }));
    expect(parts).to.deep.equal(["b", "c"]);
  });

  it("begins to look at the last change of what the failure names, or the last request", () => {
    const here = changes(
      '1 s m["k"] = "x"',
      '2 s m["k"].f = function',
      '3 s m["l"] = "some|1"',
      '4 c m["k"] = 1',
    );
    const isServer = (host: string): boolean => host === "s";
    const placeOf = (failure: string, request: string): number | undefined => {
      const call = { at: 4, kind: "call", host: "c", peer: "s", id: 1, text: request } as const;
      return changeAbout(here, [call], { isServer, isAbout: partsAbout([failure], []) }, failure);
    };
    expect(placeOf('get("k") was answered wrongly', 'get("l")')).to.equal(0);
    expect(placeOf('a get of the value "some" is wrong', 'get("k")')).to.equal(2);
    expect(placeOf("the number of keys is wrong", 'get("l")')).to.equal(2);
    expect(placeOf("the number of keys is wrong", "stats()")).to.equal(undefined);
  });

  it("tells the change by which a server holds the wrong answer, or what it never holds otherwise", () => {
    const there = changes('1 s m["k"] = "x"', "2 s count = 7");
    const here = changes(
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
    const here = changes(
      '1 leader m["k"] = "old"',
      '2 follower m["k"] = "old"',
      '3 leader m["k"] = "new"',
      '4 c m["k"] = "new"',
    );
    const nothing = { isAbout: () => false, isNamed: () => false };
    const asked = { expected: 'what the leader holds: "new"', got: '"old"', isServer, ...nothing };
    const stale = staleAnswer(here, asked);
    expect(stale?.place).to.equal(2);
    expect(stale && staleInWords(stale)).to.match(
      /^follower's `m\["k"\]` is "old" since .* ms and has not changed, while leader's became "new" at .* ms$/,
    );
    // Where it is not there at all, the failure has to name the server.
    const missing = { ...asked, got: "no such key" };
    const without = changes("1 follower n = 1", '3 leader m["k"] = "new"');
    const isAbout = partsAbout(
      ['follower does not hold what the leader holds for the key "k"'],
      ["follower"],
    );
    const named = (host: string): boolean => host === "follower";
    const gone = staleAnswer(without, { ...missing, isAbout, isNamed: named });
    expect(gone && staleInWords(gone)).to.equal(
      'follower has no `m["k"]` to the end, while leader\'s became "new" at 3.0 ms',
    );
    expect(staleAnswer(without, { ...missing, isAbout, isNamed: () => false })).to.equal(undefined);
    // The one that has it did not get it later, or nobody has it.
    expect(staleAnswer(changes('1 leader m["k"] = "new"', '2 follower m["k"] = "old"'), asked)).to.equal(
      undefined,
    );
    expect(staleAnswer(here, { ...asked, expected: '"other"' })).to.equal(undefined);
    expect(staleAnswer(here, { ...asked, got: '"new"' })).to.equal(undefined);
  });

  it("tells a wrong answer without a twin only where a server holds it, and none ever held the right one", () => {
    const isServer = (host: string): boolean => host !== "c";
    const here = changes('1 s m["k"] = "old"', '2 s m["k"] = "cut"', '3 c seen = "right"');
    const asked = { expected: '"right"', got: '"cut"', isServer };
    expect(wrongAnswerHeld(here, asked)).to.equal(1);
    expect(wrongAnswerHeld(here, { ...asked, got: '"old"' })).to.equal(undefined);
    expect(wrongAnswerHeld(changes('1 t m = "right"', '2 s m["k"] = "cut"'), asked)).to.equal(undefined);
    expect(wrongAnswerHeld(here, { ...asked, got: '""' })).to.equal(undefined);
    expect(wrongAnswerHeld(changes("1 s ok = true"), { ...asked, got: "true" })).to.equal(undefined);
    const elsewhere = { ...asked, expected: 'what the leader holds: "right"' };
    expect(wrongAnswerHeld(changes('1 t m = "right"', '2 s m["k"] = "cut"'), elsewhere)).to.equal(undefined);
  });

  it("tells of a wrong answer that a server holds again, after something else", () => {
    const isServer = (host: string): boolean => host === "s";
    const here = changes('1 s m["k"] = "old"', '2 s m["k"] = "new"', '3 s m["k"] = "old"', "4 s n = 1");
    expect(wrongAnswerRestored(here, '"old"', { isServer })).to.equal(2);
    expect(wrongAnswerRestored(here, '"new"', { isServer })).to.equal(undefined);
    expect(wrongAnswerRestored(here, '"old"', { isServer: () => false })).to.equal(undefined);
    const [first, second, third] = here as [StateChange, StateChange, StateChange];
    const anew: { before?: string } & Omit<StateChange, "before"> = { ...third };
    delete anew.before;
    expect(wrongAnswerRestored([first, second, anew], '"old"', { isServer })).to.equal(undefined);
  });

  it("tells of a wrong answer that a client remembered, where no reply of the call has it", () => {
    const isServer = (host: string): boolean => host === "s";
    const here = changes('1 s m["k"] = "old"', '2 c seen["k"] = "old"');
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

  it("is put into words that say no more than what was seen", () => {
    const [first, second, third] = changes('1 s m["k"] = 3', '2 s m["k"] = 1', '3 s m["k"]') as [
      StateChange,
      StateChange,
      StateChange,
    ];
    expect(changeInWords(second)).to.equal('s\'s `m["k"]` went from 3 to 1 at 2.0 ms');
    expect(changeInWords(first)).to.equal('s\'s `m["k"]` became 3 at 1.0 ms; it was not there before');
    expect(changeInWords({ ...third, before: "1" })).to.equal(
      's\'s `m["k"]`, which was 1, went away at 3.0 ms',
    );
    const crash = { how: "without the crash of s", passes: true };
    const parting = { at: 2, event: 1, host: "s", object: "KVServer", path: "n", here: "1" };
    expect(twinInWords({ ...crash, passes: false }, undefined)).to.contain("gets past this, and fails later");
    expect(twinInWords(crash, undefined)).to.equal("without the crash of s, the test passes");
    expect(twinInWords(crash, parting)).to.equal(
      "without the crash of s, the test passes: then s has no `n` at 2.0 ms, which is 1 here",
    );
    expect(twinInWords(crash, { ...parting, there: "2" })).to.equal(
      "without the crash of s, the test passes: then s's `n` is 2 at 2.0 ms, and here it is 1",
    );
    expect(noTwinInWords({ tried: 0, alike: 0 })).to.match(/^none: nothing in this run can be left out/);
    expect(noTwinInWords({ tried: 1, alike: 1 })).to.match(
      /^none: the nearest run, .*, fails in the same way$/,
    );
    expect(noTwinInWords({ tried: 3, alike: 2 })).to.match(/^none: the 3 nearest runs, .*, fail as well$/);
  });
});
