import { expect } from "chai";
import { Simulation, type StrategySpec, type RunResult, type TraceEvent } from "../../../src/simulation";
import { code, run, startClient, startServer } from "../../support/run";

interface Ran extends RunResult {
  readonly events: number;
  readonly trace: readonly TraceEvent[];
}

async function runWith(
  strategy: StrategySpec,
  seed: number,
  body: (sim: Simulation) => Promise<void>,
  network = {},
): Promise<Ran> {
  const simulation = new Simulation({ seed, code, strategy, network, record: true });
  const result = await simulation.run(body);
  return { ...result, trace: simulation.trace.events };
}

async function busy(sim: Simulation): Promise<void> {
  startServer(sim);
  await sim.inParallel(4, async (i) => {
    const client = startClient(sim, `client-${String(i)}`);
    for (let n = 0; n < 10; n++) {
      await client.add(1).catch(() => 0);
      if (n % 3 === 0) await sim.sleep(5);
    }
  });
}

/** Fails only when one request arrives after twenty calls that another client makes in a row. */
async function overtaken(sim: Simulation): Promise<void> {
  startServer(sim);
  const [slow, quick] = [startClient(sim, "slow"), startClient(sim, "quick")];
  const many = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) await quick.add(1);
  };
  const [last] = await Promise.all([slow.add(1), many()]);
  if (last === 21) sim.fail("the slow one came last");
}

async function failures(strategy: StrategySpec, runs: number): Promise<number> {
  let failed = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const { outcome } = await new Simulation({ seed, code, strategy }).run(overtaken);
    if (outcome.kind === "failed") failed += 1;
    else expect(outcome.kind).to.equal("passed");
  }
  return failed;
}

for (const spec of [{ kind: "pct", depth: 3 }, { kind: "pos" }] as const)
  describe(`priorities over messages: ${spec.kind}`, () => {
    it("give the same run for the same seed, and other runs for others", async () => {
      const digests = new Set<string>();
      for (let seed = 1; seed <= 5; seed++) {
        const [first, again] = [await runWith(spec, seed, busy), await runWith(spec, seed, busy)];
        expect(again.digest).to.equal(first.digest);
        digests.add(first.digest);
      }
      expect(digests.size).to.equal(5);
      const other = spec.kind === "pct" ? { ...spec, depth: 30 } : ({ kind: "pct", depth: 3 } as const);
      expect(digests.has((await runWith(other, 1, busy)).digest)).to.equal(false);
    });

    it("let virtual time go forward only", async () => {
      const { trace, outcome } = await runWith(spec, 3, busy, { reliable: false });
      expect(outcome.kind).to.equal("passed");
      const times = trace.map(({ at }) => at);
      expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    });

    it("deliver each message within the time that it may be held", async () => {
      for (const holdMs of [3, 100]) {
        let longest = 0;
        for (let seed = 1; seed <= 10; seed++) {
          const { trace } = await runWith({ ...spec, holdMs }, seed, async (sim) => {
            await Promise.all([busy(sim), sim.sleep(500)]);
          });
          const sent = new Map(trace.filter(({ kind }) => kind === "call").map(({ id, at }) => [id, at]));
          for (const { kind, id, at } of trace)
            if (kind === "deliver") longest = Math.max(longest, at - (sent.get(id) ?? 0));
          expect(trace.some(({ kind }) => kind === "timeout")).to.equal(false);
        }
        // A few messages may be due at the same time; each takes a hundredth of a millisecond.
        expect(longest).to.be.within(spec.kind === "pct" ? holdMs / 2 : 0.5, holdMs + 0.2);
      }
    });

    it("leave alone what the test itself delays", async () => {
      const { trace } = await runWith({ ...spec, holdMs: 1 }, 1, async (sim) => {
        startServer(sim);
        sim.network.script(() => ({ delayMs: 50 }));
        await startClient(sim).add(1);
      });
      expect(trace.find(({ kind }) => kind === "deliver")?.at).to.equal(50);
      expect(trace.find(({ kind }) => kind === "return")?.at).to.equal(100);
    });

    it("let a copy follow its request as soon as the network promises", async () => {
      const network = { duplicate: 1, duplicateDelayMs: [0.02, 0.05] } as const;
      for (let seed = 1; seed <= 5; seed++) {
        const { trace } = await runWith(spec, seed, busy, network);
        const delivered = new Map<number, number>();
        for (const { kind, id, at } of trace) {
          if (kind === "deliver") delivered.set(id, at);
          if (kind === "copy") expect(at - (delivered.get(id) ?? NaN)).to.be.within(0.019, 0.2);
        }
        expect(trace.filter(({ kind }) => kind === "copy").length).to.be.at.least(delivered.size - 1);
      }
    });

    it("let a call that gets no answer time out", async () => {
      const { trace } = await runWith(spec, 1, async (sim) => {
        startServer(sim);
        sim.network.script(() => "lose");
        await startClient(sim)
          .add(1)
          .catch(() => 0);
      });
      expect(trace.find(({ kind }) => kind === "timeout")?.at).to.equal(1_000);
    });

    it("find a deadlock, and no stale timeouts before it", async () => {
      const { outcome, virtualMs } = await runWith(spec, 1, async (sim) => {
        startServer(sim);
        await startClient(sim).add(1);
        await new Promise(() => undefined);
      });
      expect(outcome.kind).to.equal("deadlock");
      expect(virtualMs).to.be.lessThan(1_000);
    });
  });

describe("priorities over messages", () => {
  it("find an order that latencies alone never give", async () => {
    expect(await failures({ kind: "random" }, 100)).to.equal(0);
    expect(await failures({ kind: "pct", depth: 3 }, 40)).to.be.at.least(8);
    expect(await failures({ kind: "pct", depth: 1 }, 40)).to.be.at.least(8);
  });

  it("of single messages tell more orders of one host's messages apart than random latencies", async () => {
    const orders = async (strategy: StrategySpec): Promise<number> => {
      const seen = new Set<string>();
      for (let seed = 1; seed <= 60; seed++) {
        const { trace } = await runWith(strategy, seed, async (sim) => {
          startServer(sim);
          await sim.inParallel(3, async (i) => {
            const client = startClient(sim, `client-${String(i)}`);
            for (let n = 0; n < 2; n++) await client.add(1);
          });
        });
        seen.add(trace.flatMap(({ kind, peer = "" }) => (kind === "deliver" ? [peer] : [])).join(" "));
      }
      return seen.size;
    };
    expect(await orders({ kind: "pos" })).to.be.above(await orders({ kind: "random" }));
  });

  it("of single messages draw anew what lost against another message to the same host", async () => {
    // The slow request loses against four requests and their replies. A priority kept all along is the lowest of nine
    // in one run out of nine; one drawn anew for each request loses four times with a chance of one in three: 1 of 81.
    let last = 0;
    for (let seed = 1; seed <= 200; seed++)
      await run({ seed, strategy: { kind: "pos" } }, async (sim) => {
        startServer(sim);
        const [slow, quick] = [startClient(sim, "slow"), startClient(sim, "quick")];
        const four = async (): Promise<void> => {
          for (let n = 0; n < 4; n++) await quick.add(1);
        };
        const [total] = await Promise.all([slow.add(1), four()]);
        if (total === 5) last += 1;
      });
    expect(last).to.be.within(0, 10);
  });

  it("refuse numbers that make no sense", () => {
    for (const strategy of [
      { kind: "pct", depth: 0 },
      { kind: "pct", depth: 1.5 },
      { kind: "pct", depth: 2, holdMs: 0 },
      { kind: "pos", holdMs: 0 },
      { kind: "orders", choices: [-1] },
      { kind: "orders", choices: [], losses: -1 },
    ] as const)
      expect(() => new Simulation({ seed: 1, code, strategy })).to.throw(RangeError, /expected/);
  });

  it("change nothing where nobody asks for them", async () => {
    const plain = await run({ seed: 9 }, busy);
    const random = await run({ seed: 9, strategy: { kind: "random" } }, busy);
    expect(random).to.deep.equal(plain);
  });
});
