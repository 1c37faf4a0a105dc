import { expect } from "chai";
import { Intruder } from "./fixtures/intruder";
import { run, startServer } from "./run";
import type { Remote, Simulation } from "../src/simulation";

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
});
