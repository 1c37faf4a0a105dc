import { expect } from "chai";
import { chooseHandoutLabs } from "../../src/handout/chooseHandoutLabs";

describe("chooseHandoutLabs", () => {
  it("puts labs in the order of their numbers", () => {
    expect(chooseHandoutLabs(["lab2", "lab10"], ["lab1"], ["lab1", "lab2", "lab10"])).to.deep.equal({
      labs: ["lab1", "lab2", "lab10"],
      stayed: ["lab2", "lab10"],
      left: [],
    });
  });
});
