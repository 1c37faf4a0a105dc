import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { labNames, readLab } from "toolkit/labs/readLab";

const ROOT = join(__dirname, "..");
const text = readFileSync(join(ROOT, ".github/workflows/nightly.yml"), "utf8");

interface Nightly {
  readonly jobs: {
    readonly worlds: {
      readonly strategy: { readonly matrix: { readonly include: readonly { lab: string; tests: string }[] } };
    };
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
});
