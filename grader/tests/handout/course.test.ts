import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runHandoutCommand } from "../../src/handout/runHandoutCommand";
import { HANDOUT_WAYS } from "../../src/handout/ways/HandoutRecord";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { isOptionalTest } from "toolkit/labs/LabManifest";
import { gradeReport } from "../../src/report/GradeReport";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { installKit } from "../support/installKit";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { READERS, type Told } from "../support/readFormats";
import { runCommand } from "../support/runGrade";
import { runWorkflow } from "../support/runWorkflow";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const LAB = "lab1";
const CHAFF = "plain-object-as-store";

/** What the three ways of grading say of the student's repository. */
function gradedByWorkflows(checkout: string): {
  told: Map<string, Told>;
  conclusions: string[];
  log: string;
} {
  const workflow = (name: string): ReturnType<typeof runWorkflow> =>
    runWorkflow(checkout, `.github/workflows/${name}.yml`);
  const report = (file: string): string => readFileSync(join(checkout, "reports", LAB, file), "utf8");
  const actions = workflow("grade");
  const texts: [string, string][] = [
    ["markdown", actions.summary],
    ["junit", report("junit.xml")],
    ["json", report("report.json")],
  ];
  const classroom = workflow("classroom");
  const reporter = classroom.actions.get("classroom-resources/autograding-grading-reporter");
  texts.push(["github-classroom", `result=${reporter?.[`${LAB.toUpperCase()}_RESULTS`] ?? ""}\n`]);
  const rehearsal = workflow("rehearse-classroom50");
  texts.push(["classroom50", report("result.json")]);
  const jobs = [actions, classroom, rehearsal];
  return {
    told: new Map(
      texts.map(([name, text]) => [name, READERS[name]?.(text) ?? { total: "no reader", tests: {} }]),
    ),
    conclusions: jobs.map(({ conclusion }) => conclusion),
    log: jobs.map(({ log }) => log).join("\n"),
  };
}

/** A teacher may edit the manifest; here it saves time. The mistake of the chaff shows with any seed. */
function oneSeed(file: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Lab["manifest"];
  const tests = manifest.tests.map((test) => ({ ...test, seeds: 1 }));
  writeFileSync(file, JSON.stringify({ ...manifest, seeds: 1, tests }));
}

function requiredTests({ manifest }: Lab): Lab["manifest"]["tests"] {
  return manifest.tests.filter((test) => !isOptionalTest(manifest, test));
}

describe("a course", function () {
  this.timeout(300_000);
  const missing = missingPrograms("bash", "git", "python3");
  if (missing.length > 0) {
    it.skip(`needs ${missing.join(", ")}`);
    return;
  }
  const lab = readLab(KIT_ROOT, LAB);
  const most = requiredTests(lab).reduce((sum, { points }) => sum + points, 0);
  const git = (cwd: string, ...args: string[]): unknown =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
      cwd,
      stdio: "pipe",
    });
  let checkout = "";

  before(async () => {
    const template = temporaryFolder();
    const { code, errors } = await runCommand(
      runHandoutCommand,
      [template, "--labs", LAB, "--grading", HANDOUT_WAYS.join(",")],
      {
        root: KIT_ROOT,
      },
    );
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    oneSeed(join(template, LAB, "lab.json"));
    git(template, "init", "--quiet");
    git(template, "add", "--all");
    git(template, "commit", "--quiet", "--message", "hand-out");
    checkout = join(temporaryFolder(), "student");
    git(template, "clone", "--quiet", template, checkout);
    installKit(checkout);
  });

  it("gives 0 points to the student repository as it is", () => {
    const { conclusion, log } = runWorkflow(checkout, ".github/workflows/grade.yml");
    const report = gradeReport.parse(
      JSON.parse(readFileSync(join(checkout, "reports", LAB, "report.json"), "utf8")),
    );
    expect(report.score, log).to.equal(0);
    expect(report.tests.every(({ failure }) => failure?.message.includes("NotImplemented"))).to.equal(true);
    expect(report.typeErrors).to.deep.equal([]);
    expect(conclusion).to.equal("failure");
    git(checkout, "diff", "--exit-code");
  });

  it("gives full marks to the solution, in every workflow and every format", () => {
    cpSync(join(KIT_ROOT, "solutions", LAB), join(checkout, LAB), { recursive: true });
    const { told, conclusions, log } = gradedByWorkflows(checkout);
    expect(conclusions, log).to.deep.equal(["success", "success", "success"]);
    for (const [name, { total, tests }] of told) {
      expect(total, name).to.equal(`${String(most)}/${String(most)}`);
      expect(Object.keys(tests), name).to.include.members(requiredTests(lab).map((test) => test.name));
    }
  });

  it("gives a chaff the same partial score everywhere", () => {
    const made = materialisePatchedEntry(KIT_ROOT, LAB, join(KIT_ROOT, "corpus", LAB, "chaffs", CHAFF));
    for (const file of readdirSync(made?.folder ?? ""))
      cpSync(join(made?.folder ?? "", file), join(checkout, LAB, file));
    made?.dispose();
    const { caughtBy } = JSON.parse(
      readFileSync(join(KIT_ROOT, "corpus", LAB, "chaffs", CHAFF, "chaff.json"), "utf8"),
    ) as { caughtBy: string[] };
    const { told, conclusions } = gradedByWorkflows(checkout);
    // Plain Actions fail as long as points are missing. The reporter does so for the other.
    expect(conclusions).to.deep.equal(["failure", "success", "success"]);
    const failing = Object.entries(told.get("json")?.tests ?? {}).filter(([, got]) => got.startsWith("0/"));
    expect(failing.map(([name]) => name)).to.include.members(caughtBy);
    const lost = lab.manifest.tests.filter(({ name }) => failing.some(([failed]) => failed === name));
    const score = most - lost.reduce((sum, { points }) => sum + points, 0);
    expect(score).to.be.within(1, most - 1);
    for (const [name, { total, tests }] of told) {
      expect(total, name).to.equal(`${String(score)}/${String(most)}`);
      for (const [test] of failing) expect(tests[test], `${name} ${test}`).to.match(/^0(\/|$)/);
    }
  });
});
