import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { handoutProblems } from "grader/handoutProblems";
import { labNames } from "toolkit/labs/readLab";
import { handoutWithTables } from "../scripts/tables";

const root = join(__dirname, "..");
const handoutOf = (kit: string, lab: string): string => readFileSync(join(kit, lab, "README.md"), "utf8");
const labs = labNames(root);
/** What `npm run new-lab` makes labs of has the shape of a kit. */
const templates = join(root, "grader", "templates");

for (const { kit, lab } of [...labs.map((lab) => ({ kit: root, lab })), { kit: templates, lab: "labN" }]) {
  describe(`the handout of ${lab}`, () => {
    const handout = handoutOf(kit, lab);

    it("agrees with manifest, files and solution, and leaves nothing to be written", () => {
      const problems = handoutProblems(kit, lab);
      // What new-lab makes labs of is for its teacher to write.
      const open = problems.filter((problem) => problem.startsWith("still to be written"));
      expect(problems.filter((problem) => !open.includes(problem))).to.deep.equal([]);
      expect(open.length > 0, open.join("\n")).to.equal(kit === templates);
    });

    it("has the tables that the code gives", () => {
      expect(handoutWithTables(`${lab}/README.md`, handout)).to.equal(handout);
    });
  });
}

describe("the tables", () => {
  it("need their place in the text", () => {
    expect(() => handoutWithTables("lab2/README.md", "no comments")).to.throw("expected <!-- errors: …");
  });
});
