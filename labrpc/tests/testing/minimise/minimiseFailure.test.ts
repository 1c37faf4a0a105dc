import { expect } from "chai";
import { Simulation, Violation, type NetworkOptions } from "../../../src/simulation";
import { explain } from "../../../src/testing/explain/explain";
import { minimiseFailure, type MinimisedFailure } from "../../../src/testing/minimise/minimiseFailure";
import type { Counter, CounterClient } from "../../fixtures/counter";
import { code } from "../../support/run";

interface Counting {
  readonly add: (n: number) => Promise<number>;
}

function start(sim: Simulation): (name: string) => Counting {
  const server = sim.host("server");
  server.serve(server.construct<Counter>("./counter", "Counter"));
  return (name) => {
    const host = sim.host(name);
    return host.construct<CounterClient>("./counter", "CounterClient", host.end("server"));
  };
}

/** Minimises a scenario that must fail. */
async function minimised(
  network: NetworkOptions,
  scenario: (sim: Simulation) => Promise<void>,
): Promise<MinimisedFailure | undefined> {
  const options = { seed: 5, code, network, budget: { virtualMs: 60_000, events: 20_000 } };
  const simulation = new Simulation({ ...options, record: true });
  const { outcome } = await simulation.run(scenario);
  if (outcome.kind === "passed") throw new Error("expected a run that fails");
  expect(explain(outcome, simulation).message).to.not.equal("");
  const failed = { test: "TestOne", seed: 5, simulation, outcome, scenario, options, generated: false };
  return minimiseFailure(failed, "thorough");
}

/** Three clients add; the sum must be that of those that were called. */
async function sumOf(sim: Simulation): Promise<void> {
  const client = start(sim);
  let expected = 0;
  let sum = 0;
  await sim.inParallel(3, async (i) => {
    const name = `client-${String(i)}`;
    const { add } = client(name);
    for (let n = 1; n <= 5; n++) {
      if (sim.leavesOut(name)) continue;
      expected += n;
      sum = Math.max(sum, await add(n));
    }
  });
  if (sum !== expected) throw new Violation("the sum is wrong", { expected, got: sum, restsOn: "history" });
}

describe("minimiseFailure", () => {
  it("minimises a failure to one fault and one operation, and says it in a sentence", async () => {
    const found = await minimised({ reliable: false }, sumOf);
    expect(found?.counterexample.search).to.equal("minimal");
    expect(found?.counterexample.cause).to.have.length(2);
    expect(found?.counterexample.cause[0]).to.match(
      /^fails with one fault: the reply to add\((\d)\) from server to client-(\d) was lost, and client-\2 sent it again$/,
    );
    expect(found?.counterexample.cause[1]).to.match(/^one operation suffices: client-\d add\(\d\)$/);
  });

  it("explains and records the smaller run", async () => {
    const found = await minimised({ reliable: false }, sumOf);
    const { record, explanation, counterexample } = found as MinimisedFailure;
    expect(explanation.message).to.equal("the sum is wrong");
    expect(explanation.cause).to.deep.equal(counterexample.cause);
    expect(record).to.deep.include({ test: "TestOne", seed: 5, cause: counterexample.cause, complete: true });
    expect(record.events.length).to.be.lessThan(30);
    expect(record.events.filter(({ kind }) => kind === "lost-reply")).to.have.length(1);
    expect(record.faults).to.have.length(1);
    const [fault] = record.faults;
    expect(record.events.find(({ kind, id }) => kind === "lost-reply" && id === fault?.id)).to.not.equal(
      undefined,
    );
  });

  it("says that no fault is needed", async () => {
    const found = await minimised({ reliable: false }, async (sim) => {
      const { add } = start(sim)("client");
      await add(1);
      await add(2);
      sim.fail("always wrong");
    });
    expect(found?.counterexample.cause).to.deep.equal([
      "fails without any fault: every message arrived, once and in time",
    ]);
  });

  it("names crashes and cut links, with their times", async () => {
    const found = await minimised({}, async (sim) => {
      const { add } = start(sim)("client");
      await add(1);
      sim.network.disconnect("client");
      sim.host("server").crash();
      await sim.sleep(10);
      if (!(await sim.inTime(add(1), 30_000))) throw new Violation("no answer within 30 s");
    });
    expect(found?.counterexample.cause.slice(0, 2)).to.deep.equal([
      "fails with 2 faults, made by the test:",
      `- client disconnected at ${time(found)}, to the end`,
    ]);
    expect(found?.counterexample.cause[2]).to.match(/^- server crashed at [\d.]+ ms, to the end$/);
  });

  it("counts operations that cannot be left out among those that it takes", async () => {
    const found = await minimised({}, async (sim) => {
      const client = start(sim);
      await client("first").add(1);
      for (let n = 2; n <= 4; n++) if (!sim.leavesOut("second")) await client("second").add(n);
      throw new Violation("always wrong", { restsOn: "history" });
    });
    expect(found?.counterexample.cause[1]).to.equal("one operation suffices: first add(1)");
  });

  it("tells what the test does itself apart from the network's chance, and says it last", async () => {
    const found = await minimised({ reliable: false }, async (sim) => {
      const client = start(sim);
      let sum = 0;
      for (let i = 0; i < 10; i++) sum = await client(`client-${String(i)}`).add(1);
      sim.network.disconnect("bystander");
      if (sum !== 10) throw new Violation("the sum is wrong", { got: sum });
    });
    expect(found?.counterexample.cause[0]).to.match(/^fails with (one fault|\d faults):.*$/);
    expect(found?.counterexample.cause.at(-1)).to.match(
      /^and one fault made by the test: bystander disconnected at [\d.]+ ms, to the end$/,
    );
  });

  it("does not count it as a fault that the test shuts a host down", async () => {
    const found = await minimised({}, async (sim) => {
      const { add } = start(sim)("client");
      await add(1);
      sim.host("server").shutDown();
      if (!(await sim.inTime(add(1), 30_000))) throw new Violation("no answer within 30 s");
    });
    expect(found?.counterexample.cause).to.deep.equal(["fails without any network fault"]);
  });

  it("has none for a run that measured the real heap", async () => {
    const found = await minimised({}, async (sim) => {
      await sim.freesAtMost(1e9, () => undefined);
      sim.fail("too much");
    });
    expect(found).to.equal(undefined);
  });

  /**
   * "first" has to wait for as long as "second" adds, which is for ever, and without that for 30 s: longer than a shortened
   * search waits for anybody. Only then its sum is wrong.
   */
  function waitsLong(wrong: (sum: number) => void) {
    return async (sim: Simulation): Promise<void> => {
      const client = start(sim);
      sim.network.disconnect("first");
      const open = client("first").add(1);
      for (let [round, last] = [0, 6]; round < last; round++) {
        await sim.sleep(5_000);
        if (sim.leavesOut("second")) continue;
        await client("second").add(1);
        last += 4;
      }
      sim.network.reconnect("first");
      wrong(await open);
    };
  }

  it("tells a run that got stuck by the promise that the smaller run breaks when it is run in full", async () => {
    const found = await minimised(
      {},
      waitsLong((got) => {
        throw new Violation("the sum is wrong", { got, restsOn: "history" });
      }),
    );
    expect(found?.explanation.message).to.equal("the sum is wrong");
    expect(found?.counterexample.search).to.equal("minimal");
    expect(found?.counterexample.plan.leftOut).to.include.members(["second/1", "second/2"]);
    expect(found?.counterexample.cause).to.deep.equal([
      "fails without any fault: every message arrived, once and in time",
      "one operation suffices: first add(1)",
    ]);
    expect(found?.record.events.length).to.be.lessThan(30);
  });

  it("stays with the call that does not return, where the smaller run says nothing of the history", async () => {
    const found = await minimised(
      {},
      waitsLong((got) => {
        throw new Violation("the sum is wrong", { got });
      }),
    );
    expect(found?.explanation.kind).to.equal("no-progress");
  });

  it("gives the same each time", async () => {
    const [first, again] = [
      await minimised({ reliable: false }, sumOf),
      await minimised({ reliable: false }, sumOf),
    ];
    expect(again).to.deep.equal(first);
  });
});

function time(found: MinimisedFailure | undefined): string {
  return `${(found?.record.faults[0]?.at ?? 0).toFixed(1)} ms`;
}

describe("minimiseFailure of a generated world", () => {
  /** Clients add so often each; wrong as soon as two replies got lost, or a pause was long. */
  async function world(sim: Simulation): Promise<void> {
    const client = start(sim);
    const clients = sim.world.between("clients", 1, 9);
    const adds = sim.world.between("adds", 1, 9);
    sim.world.describe(`${String(clients)} clients`);
    if (sim.world.has("stops", 1)) sim.network.disconnect("nobody");
    let sum = 0;
    await sim.inParallel(clients, async (i) => {
      const name = `client-${String(i)}`;
      if (sim.world.has(`${name}/waits`, 0.9)) await sim.sleep(sim.world.between(`${name}/waits for`, 1, 9));
      for (let n = 0; n < adds; n++) if (!sim.leavesOut(name)) sum = Math.max(sum, await client(name).add(1));
    });
    if (sum >= 3) sim.fail("the counter reached 3", { expected: "2 at most", got: String(sum) });
  }

  it("lowers numbers, leaves out faults and operations, and says what the world is like", async () => {
    const options = { seed: 3, code, budget: { virtualMs: 60_000, events: 20_000 } };
    const simulation = new Simulation({ ...options, record: true });
    const { outcome } = await simulation.run(world);
    expect(outcome.kind).to.equal("failed");
    const failed = {
      test: "TestOne",
      seed: 3,
      simulation,
      outcome,
      scenario: world,
      options,
      generated: true,
    };
    const found = await minimiseFailure(failed, "thorough");
    expect(found?.counterexample.search).to.equal("minimal");
    const { faults, leftOut, dimensions = {} } = found?.counterexample.plan ?? { faults: [], leftOut: [] };
    expect(faults).to.deep.equal([]);
    const again = new Simulation({ ...options, plan: { faults, leftOut, dimensions }, record: true });
    expect((await again.run(world)).outcome).to.include({ kind: "failed", got: "3" });
    const { clients = 0, adds = 0 } = Object.fromEntries(again.world.drawn);
    expect((clients + 1) * (adds + 1)).to.be.within(3, 4);
    expect(found?.explanation.cause).to.include(`the world: ${String(clients + 1)} clients`);
    // What clients would have drawn that are not there any more is nothing to tell.
    expect([...again.world.drawn.keys()]).to.include.members(Object.keys(dimensions));
  });
});
