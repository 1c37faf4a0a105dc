import { expect } from "chai";
import { readLab } from "toolkit/labs/readLab";
import { selectTests } from "../../src/labs/selectTests";
import { ToolError } from "toolkit/cli/ToolError";
import { FIXTURE_KIT } from "../support/runGrade";

describe("selectTests", () => {
  const lab = readLab(FIXTURE_KIT, "sum");
  const names = (selection: Parameters<typeof selectTests>[1]): string[] =>
    selectTests(lab, selection).map(({ name }) => name);

  it("selects all, by name in the manifest's order, and by part", () => {
    expect(names({})).to.deep.equal(["TestTwo", "TestMany"]);
    expect(names({ tests: ["TestMany", "TestTwo"] })).to.deep.equal(["TestTwo", "TestMany"]);
    expect(names({ part: [2] })).to.deep.equal(["TestMany"]);
  });

  it("names the tests there are when one is unknown", () => {
    expect(() => names({ tests: ["TestTow"] })).to.throw(
      ToolError,
      /"TestTow" \(did you mean TestTwo\?\)[^]*TestTwo\n {2}TestMany/,
    );
  });

  it("names the parts there are when one is unknown", () => {
    expect(() => names({ part: [1, 3] })).to.throw(ToolError, /got 3[^]*1: Small numbers/);
  });

  it("refuses a selection that is empty", () => {
    expect(() => names({ tests: ["TestTwo"], part: [2] })).to.throw(ToolError, /got none/);
  });
});
