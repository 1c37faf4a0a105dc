import { createHook } from "node:async_hooks";
import { expect } from "chai";
import type { StateChange } from "../../../src/records";
import { Simulation } from "../../../src/simulation";
import type { Remote } from "../../../src/simulation";
import type { Given } from "../../fixtures/asked";
import type { Hostile, Keeper } from "../../fixtures/keeper";
import { code } from "../../support/run";

/** Runs a body, and says what changed of the state: "host object.path: before → after", without the object if alone. */
async function changesOf(
  body: (keeper: Remote<Keeper>, sim: Simulation) => Promise<void>,
): Promise<{ told: string[]; changes: readonly StateChange[] }> {
  const simulation = new Simulation({ seed: 1, code, recordState: true });
  const { outcome } = await simulation.run(async (sim) => {
    const keeper = sim.host("keeper").construct<Keeper>("./keeper", "Keeper");
    await sim.sleep(0);
    await body(keeper, sim);
  });
  expect(outcome).to.deep.equal({ kind: "passed" });
  const changes = simulation.state?.log.changes ?? [];
  const first = changes[0]?.step;
  return {
    changes,
    told: changes
      .filter(({ step }) => step !== first)
      .map(({ path, before = "-", after = "-" }) => `${path}: ${before} → ${after}`),
  };
}

describe("the state of hosts", () => {
  it("has private fields of all classes, Maps, Sets, symbols, getters and promises, as they stand", async () => {
    const { changes } = await changesOf(async () => {});
    expect(changes.map(({ path, after }) => `${path} = ${after ?? ""}`)).to.deep.equal([
      '#hidden = "base"',
      "#sessions = Map(0)",
      "#members = Set(2)",
      '#members["a"] = in it',
      "#members[1] = in it",
      "#queue = Promise, settled",
      "#resolve = undefined",
      "log = Array(0)",
      "open = undefined",
      '["a name with blanks"] = undefined',
      "looked = 0",
      "trap = a getter",
      "[Symbol(tag)] = 1",
    ]);
    expect(new Set(changes.map(({ host, object }) => `${host} ${object}`))).to.deep.equal(
      new Set(["keeper Keeper"]),
    );
  });

  it("tells what each event changed, with what was there before", async () => {
    const { told } = await changesOf(async (keeper) => {
      await keeper.see("clerk-2");
      await keeper.see("clerk-2");
      await keeper.hide("else");
      await keeper.forget("clerk-2");
    });
    expect(told).to.deep.equal([
      "#sessions: Map(0) → Map(1)",
      '#sessions["clerk-2"]: - → Session',
      '#sessions["clerk-2"].#seq: - → 1',
      '#sessions["clerk-2"].clerk: - → "clerk-2"',
      '#sessions["clerk-2"].reply: - → "none"',
      '#sessions["clerk-2"].#seq: 1 → 2',
      '#hidden: "base" → "else"',
      "#sessions: Map(1) → Map(0)",
      '#sessions["clerk-2"]: Session → -',
      '#sessions["clerk-2"].#seq: 2 → -',
      '#sessions["clerk-2"].clerk: "clerk-2" → -',
      '#sessions["clerk-2"].reply: "none" → -',
    ]);
  });

  it("tells circles and what comes twice by where it was told first", async () => {
    const { told } = await changesOf(async (keeper) => {
      await keeper.keep("x");
    });
    expect(told).to.include.members([
      "log[0]: - → {…}",
      'log[0].what: - → "x"',
      "log[0].self: - → the same as log[0]",
      "log[1]: - → the same as Keeper",
      '#members["x"]: - → in it',
    ]);
  });

  it("tells whether a promise is pending", async () => {
    const { told } = await changesOf(async (keeper) => {
      await keeper.wait();
      await keeper.finish();
    });
    expect(told).to.deep.equal([
      "#queue: Promise, settled → Promise, pending",
      "#resolve: undefined → function",
      "open: undefined → Promise, pending",
      "#queue: Promise, pending → Promise, settled",
      "open: Promise, pending → Promise, settled",
    ]);
  });

  it("tells the same while something in the process follows asynchronous work", async () => {
    const hook = createHook({ init: () => undefined }).enable();
    try {
      const { changes } = await changesOf(async () => {});
      expect(changes.map(({ path, after }) => `${path} = ${after ?? ""}`)).to.include(
        "#queue = Promise, settled",
      );
    } finally {
      hook.disable();
    }
  });

  it("says when: also of what a timer did, between two events of the trace", async () => {
    const { changes } = await changesOf(async (keeper, sim) => {
      await keeper.later(40);
      await sim.sleep(100);
    });
    const last = changes.filter(({ path }) => path === "log[0]");
    expect(last.map(({ at, after }) => [Math.round(at), after])).to.deep.equal([[40, '"later"']]);
    const steps = changes.map(({ step }) => step);
    expect(steps).to.deep.equal([...steps].sort((a, b) => a - b));
  });

  it("forgets what a crash loses", async () => {
    const simulation = new Simulation({ seed: 1, code, recordState: true });
    await simulation.run(async (sim) => {
      sim.host("keeper").construct<Keeper>("./keeper", "Keeper");
      await sim.sleep(1);
      expect(sim.state?.of("keeper").get("Keeper")?.get("#hidden")).to.equal('"base"');
      sim.host("keeper").crash();
      expect([...(sim.state?.of("keeper") ?? [])]).to.deep.equal([]);
    });
    expect(simulation.state?.log.changes.at(-1)).to.deep.include({ host: "keeper", before: "1" });
    expect(simulation.state?.log.changes.at(-1)).to.not.have.property("after");
  });

  it("runs no code of what it looks at, and is bounded", async () => {
    const simulation = new Simulation({ seed: 1, code, recordState: true });
    const { outcome } = await simulation.run(async (sim) => {
      const hostile = sim.host("h").construct<Hostile>("./keeper", "Hostile");
      expect(await hostile.touch()).to.equal(0);
      expect(await hostile.touch()).to.equal(0);
    });
    expect(outcome).to.deep.equal({ kind: "passed" });
    const { changes } = simulation.state?.log ?? { changes: [] };
    expect(JSON.stringify(changes).length).to.be.lessThan(100_000);
    const texts = new Map(changes.map(({ path, after }) => [path, after]));
    expect(texts.get("proxy")).to.equal("Proxy");
    expect(texts.get("mapProxy")).to.equal("Proxy");
    expect(texts.get("liar.inner")).to.equal("a getter");
    expect(texts.get("huge")).to.equal("Map(50000), cut");
    expect(texts.get("wide.…")).to.equal("5000 fields, cut");
    expect(texts.get("long")).to.match(/^"x{160}"… \(100000 characters\)$/);
    expect(texts.get("map")).to.equal("Map(1)");
    expect(texts.get("map[key 0]")).to.equal("1");
    expect(texts.get("rejected")).to.equal("Promise, settled");
    expect(texts.get("date")).to.equal("1970-01-01T00:00:00.000Z");
    expect(texts.get("bytes")).to.match(/^bytes\(100\) 7 7/);
    expect(texts.get("huge[0]")).to.equal("2");
  });

  it("gives a module nothing to find that it does not have otherwise", async () => {
    const given = async (recordState: boolean): Promise<string> => {
      let told = "";
      await new Simulation({ seed: 1, code, recordState }).run(async (sim) => {
        told = await sim.host("h").construct<Given>("./asked", "Given").told();
      });
      return told;
    };
    expect(await given(true))
      .to.equal(await given(false))
      .and.to.match(/^object function object function/);
  });

  it("changes nothing that code can see", async () => {
    const seen = async (recordState: boolean): Promise<unknown> => {
      const told: unknown[] = [];
      const result = await new Simulation({ seed: 1, code, recordState }).run(async (sim) => {
        const keeper = sim.host("keeper").construct<Keeper>("./keeper", "Keeper");
        told.push(await keeper.names(), await keeper.where());
        await keeper.see("a");
        await keeper.wait();
        await keeper.finish();
      });
      return { told, result };
    };
    expect(await seen(true)).to.deep.equal(await seen(false));
  });
});
