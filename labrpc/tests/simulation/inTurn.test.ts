import { expect } from "chai";
import { Simulation } from "../../src/simulation";

describe("inTurn", () => {
  const list = ["a", "b", "c"] as const;

  it("takes one element for each seed, round and round", () => {
    const taken = [1, 2, 3, 4, 5, 6].map((seed) => new Simulation({ seed }).inTurn(list));
    expect(taken).to.deep.equal(["a", "b", "c", "a", "b", "c"]);
  });

  it("goes by what commands call the seed, where that is another number", () => {
    const taken = [1, 2, 3].map((seedNumber) => new Simulation({ seed: 77, seedNumber }).inTurn(list));
    expect(taken).to.deep.equal(["a", "b", "c"]);
  });

  it("takes some element for any seed", () => {
    for (const seed of [0, -5, Number.MAX_SAFE_INTEGER])
      expect(list).to.include(new Simulation({ seed }).inTurn(list));
  });
});
