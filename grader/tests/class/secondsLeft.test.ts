import { expect } from "chai";
import { secondsLeft } from "../../src/class/secondsLeft";

describe("secondsLeft", () => {
  it("takes who is being graded for half done", () => {
    expect(secondsLeft({ elapsedMs: 4_000, graded: 1, running: 2, waiting: 5 })).to.equal(12);
  });

  it("does not guess before anybody is done, and ends at 0", () => {
    expect(secondsLeft({ elapsedMs: 4_000, graded: 0, running: 2, waiting: 5 })).to.equal(undefined);
    expect(secondsLeft({ elapsedMs: 4_000, graded: 3, running: 0, waiting: 0 })).to.equal(0);
  });
});
