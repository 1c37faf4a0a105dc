import { expect } from "chai";
import { Simulation, type FaultPlan, type FaultSeen, type SimulationOptions } from "../../../src/simulation";
import { code } from "../../support/run";
import type { Counter, CounterClient } from "../../fixtures/counter";

type Client = (n: number) => Promise<number>;

/** Starts a counter, and a function that makes clients of it. */
function startCounter(sim: Simulation): (name: string) => Client {
  const server = sim.host("server");
  server.serve(server.construct<Counter>("./counter", "Counter"));
  return (name) => {
    const host = sim.host(name);
    const remote = host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
    return (n) => remote.add(n);
  };
}

async function busy(sim: Simulation): Promise<void> {
  const client = startCounter(sim);
  await sim.inParallel(3, async (i) => {
    const add = client(`client-${String(i)}`);
    for (let n = 0; n < 10; n++) await add(n);
  });
}

async function run(
  options: Partial<SimulationOptions>,
  body: (sim: Simulation) => Promise<void>,
): Promise<{ sim: Simulation; digest: string; faults: readonly FaultSeen[] }> {
  const sim = new Simulation({ seed: 3, code, record: true, ...options });
  const { outcome, digest } = await sim.run(body);
  if (outcome.kind !== "passed") throw new Error(JSON.stringify(outcome));
  return { sim, digest, faults: sim.faults?.seen ?? [] };
}

function planOf(faults: readonly FaultSeen[]): FaultPlan {
  return { faults: faults.map(({ fault }) => fault), leftOut: [] };
}

const WILD = { reliable: false, duplicate: 0.2, longReordering: true } as const;

describe("the faults of a run", () => {
  it("are named, each once", async () => {
    const { faults } = await run({ network: WILD }, busy);
    const kinds = new Set(faults.map(({ fault }) => fault.kind));
    expect([...kinds].sort()).to.deep.equal([
      "duplicate",
      "late-reply",
      "late-request",
      "lost-reply",
      "lost-request",
    ]);
    const names = faults.map(({ fault }) => `${fault.kind} ${"message" in fault ? fault.message : ""}`);
    expect(new Set(names).size).to.equal(names.length);
    expect(names).to.include("late-request client-0/1>server/1");
  });

  it("make the same run when all of them are planned", async () => {
    const first = await run({ network: WILD }, busy);
    const again = await run({ network: WILD, plan: planOf(first.faults) }, busy);
    expect(again.digest).to.equal(first.digest);
    expect(again.faults.map(({ fault }) => fault)).to.deep.equal(first.faults.map(({ fault }) => fault));
    // Writing faults down changes nothing.
    const bare = await run({ network: WILD, record: false }, busy);
    expect(bare.digest).to.equal(first.digest);
  });

  it("do not happen when none is planned", async () => {
    const { faults, sim } = await run({ network: WILD, plan: planOf([]) }, busy);
    expect(faults).to.deep.equal([]);
    expect(sim.network.calls()).to.include({ calls: 30, requestsLost: 0, repliesLost: 0, timeouts: 0 });
    expect(sim.now).to.be.lessThan(60);
  });

  it("happen alone when one is planned", async () => {
    const lost: FaultPlan = {
      faults: [{ kind: "lost-reply", message: "client-1/4>server/1" }],
      leftOut: [],
    };
    const { faults, sim } = await run({ plan: lost }, busy);
    expect(faults.map(({ fault }) => fault)).to.deep.equal(lost.faults);
    expect(sim.network.calls()).to.include({ calls: 31, repliesLost: 1 });
  });

  it("of a script have its name, and can be left out", async () => {
    const body = async (sim: Simulation): Promise<void> => {
      const add = startCounter(sim)("client");
      sim.network.script(({ kind, call }) => (kind === "reply" && call === 1 ? "lose" : undefined));
      await add(1);
      sim.network.script(({ kind }) => (kind === "request" ? { delayMs: 30 } : undefined));
      await add(1);
    };
    const { faults } = await run({}, body);
    expect(faults.map(({ fault, scripted }) => [fault.kind, scripted])).to.deep.equal([
      ["lost-reply", "script 1"],
      ["late-request", "script 2"],
    ]);
    const without = await run({ plan: planOf(faults.slice(1)) }, body);
    expect(without.sim.network.calls()).to.include({ calls: 2, repliesLost: 0 });
    expect(without.sim.now).to.be.within(30, 40);
  });

  it("are cut links and crashes as well", async () => {
    let answers: number[] = [];
    const body = async (sim: Simulation): Promise<void> => {
      const client = startCounter(sim);
      const [a, b] = [client("a"), client("b")];
      answers = [await a(1)];
      sim.network.partition([["a"], ["server"]]);
      sim.host("b").crash();
      void b(5).catch(() => 0);
      const waiting = a(1);
      await sim.sleep(5_000);
      sim.network.heal();
      sim.host("b").restart();
      answers.push(await waiting);
    };
    const { faults, sim } = await run({}, body);
    expect(faults.map(({ fault }) => fault)).to.deep.equal([
      { kind: "cut", nth: 1, what: "partition a | server" },
      { kind: "crash", host: "b", nth: 1 },
    ]);
    expect(answers).to.deep.equal([1, 2]);
    expect(sim.network.calls({ from: "a" }).calls).to.be.greaterThan(5);
    expect(sim.spans?.spans.map(({ kind, from, until }) => [kind, (until ?? 0) - from])).to.deep.equal([
      ["partition", 5_000],
      ["crashed", 5_000],
    ]);
    const without = await run({ plan: planOf([]) }, body);
    expect(without.sim.network.calls({ from: "a" }).calls).to.equal(2);
    // b was not crashed, and so it counted.
    expect(answers).to.deep.equal([1, 7]);
  });

  it("are crashes that a plan may leave out, and says so, where the test can do without", async () => {
    const told: string[] = [];
    const body = async (sim: Simulation): Promise<void> => {
      const add = startCounter(sim)("client");
      await add(1);
      const happened = sim.host("server").crash({ optional: true });
      told.push(happened);
      if (happened === "left out") return;
      sim.host("server").restart();
    };
    const { faults } = await run({}, body);
    expect(faults.map(({ fault, kept }) => [fault.kind, kept])).to.deep.equal([["crash", false]]);
    await run({ plan: planOf([]) }, body);
    expect(told).to.deep.equal(["crashed", "left out"]);
    const counted = await run({}, async (sim) => {
      startCounter(sim);
      expect(sim.host("server").crash()).to.equal("crashed");
      await sim.sleep(1);
    });
    expect(counted.faults.map(({ kept }) => kept)).to.deep.equal([true]);
  });

  it("keep their names when operations are left out", async () => {
    const body = async (sim: Simulation): Promise<void> => {
      const add = startCounter(sim)("client");
      for (let n = 0; n < 4; n++) if (!sim.leavesOut("client")) await add(n);
    };
    const plan: FaultPlan = {
      faults: [{ kind: "lost-request", message: "client/4>server/1" }],
      leftOut: ["client/1", "client/3"],
    };
    const { sim, faults } = await run({ plan }, body);
    expect(faults).to.have.length(1);
    expect(sim.faults?.operations).to.deep.equal(["client/1", "client/2", "client/3", "client/4"]);
    expect(sim.network.calls()).to.include({ calls: 3, requestsLost: 1 });
  });
});
