import { expect } from "chai";
import { Simulation, type Outcome, type Remote } from "../../../src/simulation";
import { explain } from "../../../src/testing/explain/explain";
import type { Explanation } from "../../../src/testing";
import type { Bad } from "../../fixtures/bad";
import type { Restless } from "../../fixtures/restless";
import { code, run, startClient, startServer } from "../../support/run";

/** Lets a host do something bad, with everything recorded. */
async function bad(
  go: (bad: { [M in keyof Bad]: (...args: string[]) => Promise<unknown> }) => Promise<unknown>,
): Promise<{ outcome: Outcome; why: Explanation }> {
  const sim = new Simulation({ seed: 1, code, record: true, budget: { virtualMs: 60_000, events: 5_000 } });
  const { outcome } = await sim.run(async () => {
    await go(sim.host("host").construct<Bad>("./bad", "Bad"));
    await sim.sleep(100);
  });
  if (outcome.kind === "passed") throw new Error("expected a run that does not pass");
  return { outcome, why: explain(outcome, sim) };
}

describe("a run that cannot finish", () => {
  it("is a deadlock when nothing is left to run, and names who waits", async () => {
    const { outcome, why } = await bad((host) => host.waits());
    expect(outcome.kind).to.equal("deadlock");
    expect(why.details[0]).to.match(/^host is still in waits\(\), since 0\.0 ms/);
  });

  it("names the place of the last call of a deadlock", async () => {
    const sim = new Simulation({ seed: 1, code, record: true });
    const { outcome } = await sim.run(async () => {
      startServer(sim);
      const client = startClient(sim);
      await client.add(1);
      await new Promise(() => undefined);
    });
    expect(outcome).to.deep.equal({ kind: "deadlock", waiting: [] });
  });

  it("makes no progress when virtual time is used up, and names the busiest timer", async () => {
    const { outcome, why } = await bad((host) => host.ticks());
    expect(outcome).to.include({ kind: "no-progress", budget: "virtual time" });
    expect(why.details.join("\n")).to.match(/timers of host \(bad\.ts:18:\d+\): fired 60 times/);
  });

  it("counts what was busy in words that agree with the number", () => {
    const busy = (times: number): { who: string; times: number }[] => [{ who: "host", times }];
    const details = (times: number): readonly string[] => {
      const made = { hosts: busy(times), timers: busy(times), waiting: [] };
      const outcome: Outcome = { kind: "no-progress", budget: "events", ...made };
      return explain(outcome, new Simulation({ seed: 1, record: true })).details;
    };
    expect(details(1)).to.deep.equal(["host: one event", "timers of host: fired once"]);
    expect(details(2)).to.deep.equal(["host: 2 events", "timers of host: fired 2 times"]);
  });

  it("makes no progress when the events are used up", async () => {
    const { outcome, why } = await bad((host) => host.spins());
    expect(outcome).to.include({ kind: "no-progress", budget: "events" });
    expect(why.details.join("\n")).to.match(/host: 500\d events/);
  });

  it("stops an endless loop, with file and line", async () => {
    const { outcome, why } = await bad((host) => host.endless());
    expect(outcome).to.include({ kind: "endless-loop", host: "host" });
    expect(why).to.include({ file: "bad.ts", line: 4 });
  });

  it("stops a loop that sends or waits without an end, before it takes all memory", async () => {
    for (const [what, go] of [
      ["10000 requests sent", (client: Remote<Restless>) => client.sends()],
      ["100000 timers set", (client: Remote<Restless>) => client.sets()],
    ] as const) {
      const sim = new Simulation({ seed: 1, code, record: true });
      const { outcome } = await sim.run(async () => {
        startServer(sim);
        const host = sim.host("client");
        await go(host.construct<Restless>("./restless", "Restless", host.end("server")));
      });
      if (outcome.kind !== "endless-loop") throw new Error(`expected an endless loop, got ${outcome.kind}`);
      const why = explain(outcome, sim);
      expect(why.message).to.equal(
        `endless loop on client: more than ${what} at one instant of virtual time`,
      );
      expect(why.file).to.equal("restless.ts");
    }
  });

  it("says of an operation without an end how many requests it sent, and whether they were answered", async () => {
    const lines = async (cut: boolean): Promise<string> => {
      const sim = new Simulation({
        seed: 1,
        code,
        record: true,
        budget: { virtualMs: 5_000, events: 5_000 },
      });
      const { outcome } = await sim.run(async () => {
        startServer(sim);
        const host = sim.host("client");
        const client = host.construct<Restless>("./restless", "Restless", host.end("server"));
        await client.asks();
        if (cut) sim.network.disconnect("server");
        await client.repeats();
      });
      return outcome.kind === "passed" ? "" : explain(outcome, sim).details.join("\n");
    };
    expect(await lines(false)).to.match(
      /; it has sent \d{3,} requests since then, (all|\d{3,}) of them answered/,
    );
    expect(await lines(true)).to.match(/; it has sent \d{2,} requests since then, and got no answer/);
  });

  it("stops an endless chain of promises, with file and line", async () => {
    const { outcome, why } = await bad((host) => host.promises());
    expect(outcome).to.include({ kind: "endless-loop", host: "host" });
    expect(why).to.include({ file: "bad.ts", line: 6 });
  });

  it("finds busy waiting on the clock", async () => {
    const { outcome, why } = await bad((host) => host.busy());
    expect(outcome).to.include({ kind: "busy-wait", host: "host" });
    expect(why).to.include({ file: "bad.ts", line: 12 });
    expect(why.message).to.contain("await a timer instead");
  });

  it("fails on an unhandled rejection, naming the host", async () => {
    const { outcome, why } = await bad((host) => host.rejects());
    expect(outcome).to.include({ kind: "host-error", host: "host" });
    expect(why).to.include({ message: "host failed with Error: nobody listens", file: "bad.ts", line: 24 });
  });

  it("fails on an exception in a timer, naming the host", async () => {
    const { outcome, why } = await bad((host) => host.throwsLater());
    expect(outcome).to.include({ kind: "host-error", host: "host" });
    expect(why).to.include({ file: "bad.ts", line: 28 });
  });

  it("does not let a built-in be changed, and says where it was tried", async () => {
    const { outcome, why } = await bad((host) => host.patches());
    expect(outcome).to.include({ kind: "failed", host: "host" });
    expect(why).to.include({ file: "bad.ts", line: 33 });
    expect(why.message).to.contain("toString of a built-in object cannot be changed: all hosts share it");
  });

  it("does not let a built-in grow", async () => {
    const { why } = await bad((host) => host.extends());
    expect(why).to.include({ kind: "failed", file: "bad.ts", line: 36 });
    expect(why.message).to.match(/Cannot add property last/);
  });

  for (const [name, instead] of [
    ["node:fs", /keeps its state in memory/],
    ["net", /through a ClientEnd/],
    ["node:child_process", /use promises/],
    ["worker_threads", /use promises/],
    ["labrpc/simulation", /through its ClientEnds only/],
    ["mocha", /Use what the handout names/],
    ["labrcp", /lab\. Did you mean labrpc\?$/],
    ["node:cripto", /lab\. Did you mean crypto\?$/],
  ] as const) {
    it(`refuses the module ${name} with file, line and what to use instead`, async () => {
      const { why } = await bad((host) => host.reads(name));
      expect(why.message).to.contain(`bad.ts:40: ${name} is not available to a node of this lab`);
      expect(why.message).to.match(instead);
      expect(why).to.include({ file: "bad.ts", line: 40 });
    });
  }

  it("says which file was probably meant", async () => {
    expect((await bad((host) => host.reads("./Stukc"))).why.message).to.match(
      /got none; did you mean stuck\?$/,
    );
    expect((await bad((host) => host.reads("./nothing-like-it"))).why.message).to.match(/got none$/);
  });

  it("refuses files outside the submission, and files that are not there", async () => {
    expect((await bad((host) => host.reads("../run"))).why.message).to.contain("is outside the submission");
    expect((await bad((host) => host.reads("./nope"))).why.message).to.contain(
      "expected a file nope.ts in the submission",
    );
  });

  it("refuses process.exit", async () => {
    const { why } = await bad((host) => host.exits());
    expect(why.message).to.contain("bad.ts:43: process.exit is not available");
  });

  it("keeps name, code and data of an error that a method throws", () =>
    run({}, async (sim) => {
      const error = await sim
        .host("host")
        .construct<Bad>("./bad", "Bad")
        .throws()
        .catch((thrown: unknown) => thrown);
      expect(error).to.include({ name: "RangeError", message: "too far", code: "EFAR" });
      expect(error).to.have.deep.property("info", { n: 1 });
      expect(error)
        .to.have.property("studentStack")
        .that.matches(/Bad\.throws \(bad\.ts:46:\d+\)/);
    }));

  it("keeps host and place of an error whose own properties are in the way", async () => {
    const { outcome, why } = await bad((host) => host.disguises());
    expect(outcome).to.include({ host: "host", message: "host's disguises() threw RangeError: 5" });
    expect(why).to.include({ host: "host", error: "RangeError", file: "bad.ts", line: 57 });
  });

  it("names both errors of an `await using` block, the block's first", async () => {
    const { why } = await bad((host) => host.throwsTwice());
    expect(why.message).to.contain(
      "RangeError: the first; and then, at the end of its `await using` block, Error: the second",
    );
    expect(why).to.include({ file: "bad.ts", line: 54 });
  });

  it("explains with the last events, in order of virtual time", async () => {
    const sim = new Simulation({ seed: 3, code, record: true });
    const { outcome } = await sim.run(async () => {
      startServer(sim);
      await startClient(sim).add(1);
      sim.fail("the sum is wrong", { expected: 2, got: { sum: 1 } });
    });
    if (outcome.kind === "passed") throw new Error("expected a failure");
    const why = explain(outcome, sim);
    expect(why).to.include({ message: "the sum is wrong", expected: "2", got: "{ sum: 1 }" });
    expect(why.lastEvents.map((line) => line.replace(/^\S+ ms {2}/, ""))).to.deep.equal([
      "client  begins add(1)",
      'client → server  sends add({"by":1})',
      'server → client  replies add: {"sum":1}',
      "client  finished add(1) → 1",
    ]);
  });
});
