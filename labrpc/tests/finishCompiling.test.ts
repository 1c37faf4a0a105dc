import { expect } from "chai";
import { finishCompiling } from "../src/simulation/border/finishCompiling";

describe("finishCompiling", () => {
  it("finds the engine's function on the Node that runs this", () => {
    expect(finishCompiling()).to.equal("finished");
    expect(finishCompiling()).to.equal("finished");
  });
});
