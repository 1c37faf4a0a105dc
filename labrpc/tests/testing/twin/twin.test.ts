import { expect } from "chai";
import type { RunRecord, StateChange } from "../../../src/records";
import { Simulation, Violation } from "../../../src/simulation";
import { runSeed } from "../../../src/testing/run/runSeed";
import type { SeedResult } from "../../../src/testing/run/SeedResult";
import { changeInWords } from "../../../src/testing/state/stateInWords";
import { noTwinInWords, twinInWords } from "../../../src/testing/twin/twinInWords";
import type { Counter, CounterClient } from "../../fixtures/counter";
import { code } from "../../support/run";
import { stateChanges } from "../../support/stateChanges";

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

  it("is put into words that say no more than what was seen", () => {
    const [first, second, third] = stateChanges('1 s m["k"] = 3', '2 s m["k"] = 1', '3 s m["k"]') as [
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
