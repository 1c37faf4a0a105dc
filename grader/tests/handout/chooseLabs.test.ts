import { expect } from "chai";
import { chooseLabs } from "../../src/handout/chooseLabs";

describe("chooseLabs", () => {
  it("puts labs in the order of their numbers", () => {
    expect(chooseLabs(["lab2", "lab10"], ["lab1"], ["lab1", "lab2", "lab10"])).to.deep.equal({
      labs: ["lab1", "lab2", "lab10"],
      stayed: ["lab2", "lab10"],
      left: [],
    });
  });
});
