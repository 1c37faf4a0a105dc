import { expect } from "chai";
import sinon from "sinon";
import { classProgress } from "../../src/class/classProgress";

describe("the progress of a class without a terminal", () => {
  it("is a line for each student who is done, and one for each half minute of silence", () => {
    const clock = sinon.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    try {
      let said = "";
      const progress = classProgress("lab1", 2, { terminal: false, print: (text) => (said += text) });
      progress.begins("Ada");
      clock.tick(29_000);
      expect(said).to.equal("");
      clock.tick(1_000);
      expect(said).to.equal("lab1 0/2 done; under way: Ada 30 s\n");
      clock.tick(20_000);
      progress.ends("Ada", "5 of 10", "kept");
      progress.begins("Bob");
      clock.tick(29_000);
      progress.ends("Bob", "6 of 10", "kept");
      progress.stop();
      clock.tick(90_000);
      expect(said.split("\n").slice(1)).to.deep.equal([
        "lab1 1/2 Ada: 5 of 10 (kept)",
        "lab1 2/2 Bob: 6 of 10 (kept)",
        "",
      ]);
    } finally {
      clock.restore();
    }
  });
});
