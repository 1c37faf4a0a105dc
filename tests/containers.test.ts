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

  it("builds the grader's images and grades in one, without a network", () => {
    const commands = jobs.grader?.steps.map(({ run = "" }) => run) ?? [];
    const built = commands.flatMap((run) => /^docker build -f (\S+) -t (\S+) \.$/.exec(run)?.slice(1) ?? []);
    expect(built).to.deep.equal([
      ...["grader/Dockerfile", "kv-grader"],
      ...["grader/prairielearn/Dockerfile", "kv-grader-prairielearn"],
    ]);
    for (const file of built.filter((word) => word.endsWith("Dockerfile")))
      expect(existsSync(join(ROOT, file)), file).to.equal(true);
    expect(commands.at(-1)).to.match(/^docker run --rm --network none [^]* kv-grader lab1 --submission /);
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
