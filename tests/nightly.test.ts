import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { labNames, readLab } from "toolkit/labs/readLab";
import { labsWithJudges } from "../scripts/judges";

const ROOT = join(__dirname, "..");
const text = readFileSync(join(ROOT, ".github/workflows/nightly.yml"), "utf8");

interface Nightly {
  readonly jobs: {
    readonly worlds: {
      readonly strategy: { readonly matrix: { readonly include: readonly { lab: string; tests: string }[] } };
    };
    readonly scenarios: { readonly strategy: { readonly matrix: { readonly lab: readonly string[] } } };
  };
}

describe("the nightly workflow", () => {
  it("walks the generated worlds of all labs", () => {
    const { include } = (parse(text) as Nightly).jobs.worlds.strategy.matrix;
    const walked = Object.fromEntries(include.map(({ lab, tests }) => [lab, tests.split(",")]));
    const worlds = labNames(ROOT).map((lab) => {
      const names = readLab(ROOT, lab).manifest.tests.map(({ name }) => name);
      return [lab, names.filter((name) => name.endsWith("Worlds"))];
    });
    expect(walked).to.deep.equal(Object.fromEntries(worlds));
  });

  it("plays the reference scenarios of all labs", () => {
    const { lab } = (parse(text) as Nightly).jobs.scenarios.strategy.matrix;
    expect(lab).to.deep.equal(labsWithJudges(ROOT));
  });
});
