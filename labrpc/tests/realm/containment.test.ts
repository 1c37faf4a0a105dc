import { expect } from "chai";
import { Intruder } from "../fixtures/intruder";
import type { Smuggler } from "../fixtures/smuggler";
import { run, startServer } from "../support/run";
import type { Remote, Simulation } from "../../src/simulation";

function startIntruder(sim: Simulation): Remote<Intruder> {
  startServer(sim);
  const host = sim.host("intruder");
  return host.construct<Intruder>("./intruder", "Intruder", host.end("server"));
}

describe("containment", () => {
  it("hands student code no object of the kit's realm", () =>
    run({}, async (sim) => {
      const { foreign, seen } = await startIntruder(sim).search();
      expect(foreign).to.deep.equal([]);
      expect(seen).to.be.greaterThan(1_000);
    }));

  it("makes no code from strings", () =>
    run({}, async (sim) => {
      expect(await startIntruder(sim).strings()).to.deep.equal(["EvalError", "EvalError", "EvalError"]);
    }));

  it("would find a foreign object if there were one", () => {
    // The walk itself, held against an object whose prototypes are those of this realm.
    const walk = Reflect.get(Intruder.prototype, "walk") as (
      value: unknown,
      name: string,
      depth: number,
    ) => void;
    const found = { seen: new Set(), foreign: [] as string[], walk };
    walk.call(found, Object.create(Object.create(null) as object), "planted", 0);
    expect(found.foreign).to.deep.equal(["planted"]);
  });

  it("lets hosts share nothing that one of them can change", () =>
    run({}, async (sim) => {
      const start = (name: string): Remote<Smuggler> => {
        const host = sim.host(name);
        return host.construct<Smuggler>("./smuggler", "Smuggler", host.end("server"));
      };
      startServer(sim);
      const [a, b] = [start("a"), start("b")];
      // Each host has one of its own.
      expect(await a.leave()).to.deep.equal(["events", "eventsPrototype", "performance"]);
      expect(await b.find()).to.deep.equal([]);
      expect(await b.ordinary()).to.deep.equal(["Mine", "late", 1, "plain", 2]);
    }));
});
