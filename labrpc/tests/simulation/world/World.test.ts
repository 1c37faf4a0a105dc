import { expect } from "chai";
import { World } from "../../../src/simulation/world/World";

describe("World", () => {
  const sizes = Array.from({ length: 200 }, (_, seed) => new World(seed).upTo("servers", 4));

  it("draws every number of a range", () => {
    expect([...new Set(sizes)].sort()).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it("draws the same under the same name, whatever was drawn before", () => {
    const world = new World(7);
    world.upTo("keys", 9);
    expect(world.upTo("servers", 4)).to.equal(sizes[7]);
    expect(world.upTo("servers", 4)).to.equal(sizes[7]);
  });

  it("takes a plan's number in place of the seed's, and nothing above the range", () => {
    const world = new World(7, { servers: 1, keys: 9, constructor: 2 });
    expect(world.upTo("servers", 4)).to.equal(1);
    expect(world.pick("keys", ["a", "b"])).to.equal("b");
    expect(world.between("constructor", 3, 8)).to.equal(5);
  });

  it("does not take what every object has for a number of the plan", () => {
    const world = new World(7, { servers: 1 });
    expect(world.upTo("toString", 0)).to.equal(0);
    expect(new World(7).upTo("valueOf", 4)).to.equal(world.upTo("valueOf", 4));
  });

  it("is simplest where every number is 0", () => {
    const world = new World(7, { faults: 0, keys: 0, clients: 0 });
    expect(world.has("faults", 1)).to.equal(false);
    expect(world.pick("keys", ["plain", "awkward"])).to.equal("plain");
    expect(world.between("clients", 2, 9)).to.equal(2);
  });

  it("has a feature as often as its chance says", () => {
    const count = Array.from({ length: 1_000 }, (_, seed) => new World(seed).has("crowd", 0.1));
    expect(count.filter(Boolean).length).to.be.within(60, 140);
  });

  it("keeps what was drawn and described", () => {
    const world = new World(7, { servers: 1 });
    world.upTo("servers", 4);
    world.has("faults", 0);
    world.describe("2 servers");
    expect([...world.drawn]).to.deep.equal([
      ["servers", 1],
      ["faults", 0],
    ]);
    expect(world.features).to.deep.equal(["2 servers"]);
  });

  it("refuses ranges that are none", () => {
    const world = new World(7);
    expect(() => world.upTo("servers", -1)).to.throw(
      RangeError,
      "servers: expected a whole number from 0, got -1",
    );
    expect(() => world.pick("keys", [])).to.throw(
      RangeError,
      "keys: expected a list with at least one element",
    );
  });
});
