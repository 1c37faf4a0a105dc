import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { labNames } from "toolkit/labs/readLab";
import { parse } from "yaml";

const ROOT = join(__dirname, "..");

interface Containers {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

describe("the workflow of containers", () => {
  const { jobs } = parse(readFileSync(join(ROOT, ".github/workflows/containers.yml"), "utf8")) as Containers;

  it("starts each lab that has a compose file, and grades in the grader's image", () => {
    const labs = labNames(ROOT).filter((lab) => existsSync(join(ROOT, lab, "docker-compose.yml")));
    expect(labs).to.deep.equal(["lab4", "lab5"]);
    expect(Object.keys(jobs)).to.deep.equal([...labs, "grader"]);
    for (const lab of labs) {
      const commands = jobs[lab]?.steps.map(({ run = "" }) => run) ?? [];
      expect(
        commands.some((run) => run.startsWith(`docker compose -f ${lab}/docker-compose.yml up`)),
        lab,
      ).to.be.true;
    }
  });

  it("runs commands that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) =>
        [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name),
      ),
    );
    expect(named).to.include.members(["lab4:integration", "client"]);
    expect(scripts).to.include.all.keys(...new Set(named as string[]));
  });
});
