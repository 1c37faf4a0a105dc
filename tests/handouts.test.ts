import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames, readLab } from "toolkit/labs/readLab";
import { handoutWithTables } from "../scripts/tables";

const root = join(__dirname, "..");
const handoutOf = (kit: string, lab: string): string => readFileSync(join(kit, lab, "README.md"), "utf8");
const labs = labNames(root);
/** What `npm run new-lab` makes labs of has the shape of a kit. */
const templates = join(root, "grader", "templates");

for (const { kit, lab } of [...labs.map((lab) => ({ kit: root, lab })), { kit: templates, lab: "labN" }]) {
  describe(`the handout of ${lab}`, () => {
    const handout = handoutOf(kit, lab);
    const { manifest } = readLab(kit, lab);

    it("says how long our own solution is", () => {
      const said = [...handout.matchAll(/\b(\d+) (?:lines )?in `([\w.]+)`/g)];
      expect(said.map(([, , file]) => file)).to.include.members(manifest.student);
      for (const [, lines, file = ""] of said) {
        const text = readFileSync(join(kit, "solutions", lab, file), "utf8");
        expect(Number(lines), file).to.equal(text.trimEnd().split("\n").length);
      }
    });

    it("names every test, and the points of each part", () => {
      const { parts, tests } = manifest;
      for (const { name } of tests) expect(handout).to.contain(`\`${name}\``);
      for (const { part, optional } of parts) {
        const points = tests.filter((test) => test.part === part).reduce((sum, test) => sum + test.points, 0);
        const [title, unit] = optional === true ? [", optional: ", "points apart"] : [": ", "points"];
        expect(handout).to.match(
          new RegExp(`## Part ${String(part)}${title}.*\\(${String(points)} ${unit}\\)`),
        );
      }
    });

    it("has the tables that the code gives", () => {
      expect(handoutWithTables(`${lab}/README.md`, handout)).to.equal(handout);
    });

    it("names every file of the lab", () => {
      for (const folder of [lab, `${lab}/given`].map((name) => join(kit, name)).filter(existsSync)) {
        for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts")))
          expect(handout, file).to.contain(`\`${file}\``);
      }
    });
  });
}

describe("the tables", () => {
  it("need their place in the text", () => {
    expect(() => handoutWithTables("lab2/README.md", "no comments")).to.throw("expected <!-- errors: …");
  });
});
