import { expect } from "chai";
import type { Explanation } from "labrpc/records";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPORT_FORMATS, formatChoice } from "../../src/formats/REPORT_FORMATS";
import type { Environment } from "toolkit/cli/Environment";
import { checkFormats } from "../../src/formats/writeFormats";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { readLab } from "toolkit/labs/readLab";
import { buildReport, type LabFindings } from "../../src/report/buildReport";
import type { GradeReport } from "../../src/report/GradeReport";
import type { TestRun } from "../../src/protocol/TestRun";
import { ToolError } from "toolkit/cli/ToolError";
import { READERS } from "../support/readFormats";
import { FIXTURE_KIT, runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const CLASSROOM_50: Environment = {
  CLASSROOM: "systems",
  ASSIGNMENT: "sum",
  SUBMISSION_TAG: "submit/2026-01-31T12-00-00Z-abc1234",
  USERNAME: "student",
  COMMIT_URL: "commit",
  RELEASE_URL: "release",
  GITHUB_ACTOR: "student",
  GITHUB_ACTOR_ID: "17",
};

const RIGHT = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";
const TWO_ONLY = "export class Adder { sum(n: number[]) { return n[0] + n[1]; } }\n";
const SUBMISSIONS = { full: RIGHT, partial: TWO_ONLY, zero: "export class Adder { sum() { return -1; } }\n" };

/** Grades a submission in all formats at once; returns the text of each by name. */
async function inAllFormats(client: string): Promise<Ran & { texts: Record<string, string> }> {
  const folder = temporaryFolder({ "client.ts": client });
  const out = temporaryFolder();
  const options = REPORT_FORMATS.flatMap(({ name, file }) => ["--format", `${name}:${join(out, file)}`]);
  const args = ["sum", "--submission", folder, ...options];
  const ran = await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked, env: CLASSROOM_50 });
  const texts = REPORT_FORMATS.map(({ name, file }) => [name, readFileSync(join(out, file), "utf8")]);
  return { ...ran, texts: Object.fromEntries(texts) as Record<string, string> };
}

describe("the formats of one run", function () {
  this.timeout(60_000);
  const expected = {
    full: { total: "10/10", tests: { TestTwo: "4/4", TestMany: "6/6" } },
    partial: { total: "4/10", tests: { TestTwo: "4/4", TestMany: "0/6" } },
    zero: { total: "0/10", tests: { TestTwo: "0/4", TestMany: "0/6" } },
  };

  for (const [kind, client] of Object.entries(SUBMISSIONS)) {
    it(`say the same score of a ${kind} submission, per test and in sum`, async () => {
      const { texts, out } = await inAllFormats(client);
      const { total, tests } = expected[kind as keyof typeof expected];
      expect(Object.keys(READERS).sort()).to.deep.equal(REPORT_FORMATS.map(({ name }) => name).sort());
      for (const [name, read] of Object.entries(READERS)) {
        const told = read(texts[name] ?? "");
        const each = name === "github-classroom" ? withoutMost(tests) : tests;
        expect(told, name).to.deep.equal({ total, tests: each });
      }
      const [score, most] = total.split("/").map(Number);
      expect(out).to.contain(`::notice title=Autograding complete::Points ${total}\n`);
      expect(out).to.contain(
        `::notice title=Autograding report::{"totalPoints":${String(score)},"maxPoints":${String(most)}}\n`,
      );
    });
  }

  it("tell hint and replay command of a failure", async () => {
    const { texts } = await inAllFormats(TWO_ONLY);
    const { result = "" } = /result=(?<result>\S+)/.exec(texts["github-classroom"] ?? "")?.groups ?? {};
    texts["github-classroom"] = Buffer.from(result, "base64").toString("utf8");
    for (const [name, text] of Object.entries(texts)) {
      expect(text, name)
        .to.contain("Go over all.")
        .and.to.match(/--test TestMany --seed 1\b/);
      // Students read the texts, and have no folder of submissions. The kit's own report has the whole command.
      if (name !== "json") expect(text, name).to.not.contain("--submission");
    }
  });
});

/** GitHub Classroom's format has the points that were got of a test, and not those that there are. */
function withoutMost(tests: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tests).map(([name, got]) => [name, got.split("/")[0] ?? ""]));
}

const lab = readLab(FIXTURE_KIT, "sum");
const passed: TestRun = { test: "TestTwo", run: 4, failed: 0, ending: { kind: "passed" }, elapsedMs: 12 };

function made(changes: Partial<LabFindings>): GradeReport {
  return buildReport({
    lab,
    tests: lab.manifest.tests,
    runs: [passed],
    artifacts: [],
    types: { kind: "checked", errors: [] },
    lateDays: { days: 0 },
    flags: "",
    startedAt: Date.UTC(2026, 0, 31, 12),
    elapsedMs: 1234.5,
    ...changes,
  });
}

function inFormat(name: string, report: GradeReport): string {
  return formatChoice(name).format.render(report, CLASSROOM_50).text;
}

describe("a format", () => {
  it("scores a test that did not run with 0", () => {
    for (const [name, read] of Object.entries(READERS)) {
      expect(read(inFormat(name, made({}))).tests.TestMany, name).to.match(/^0(\/6)?$/);
    }
    expect(inFormat("junit", made({}))).to.contain("<error ");
    for (const name of ["gradescope", "prairielearn", "ctrf"])
      expect(inFormat(name, made({})), name).to.contain("TestMany did not run");
  });

  it("keeps the points of optional parts out of the score", () => {
    const parts = lab.manifest.parts.map((part) => (part.part === 2 ? { ...part, optional: true } : part));
    const many = { ...passed, test: "TestMany" };
    const report = made({ lab: { ...lab, manifest: { ...lab.manifest, parts } }, runs: [passed, many] });
    for (const [name, read] of Object.entries(READERS)) {
      const told = read(inFormat(name, report));
      expect(told.total, name).to.equal("4/4");
      const listed = name === "github-classroom" || name === "classroom50" ? undefined : "6/6";
      expect(told.tests.TestMany, name).to.equal(listed);
    }
  });

  it("survives whatever a student prints", () => {
    const explanation: Explanation = {
      kind: "failed",
      message: "got ]]> <b>&amp; \u0000\u001b[31m \uD800 | `code`",
      details: [],
      lastEvents: [],
      console: ["::notice title=Autograding complete::Points 10/10", "| 1 | TestMany | passed | 6/6 |"],
    };
    const failed: TestRun = {
      ...passed,
      test: "TestMany",
      failed: 1,
      ending: { kind: "failed", message: "" },
      first: { seed: 1, explanation },
    };
    const report = made({ runs: [passed, failed] });
    for (const [name, read] of Object.entries(READERS)) {
      expect(read(inFormat(name, report)).total, name).to.equal("4/10");
    }
    const printed = formatChoice("github-classroom").format.render(report, {}).printed ?? "";
    expect(printed.match(/^::notice/gm)).to.have.length(2);
  });

  it("of PrairieLearn costs no attempt when the code does not parse", () => {
    const problems = [{ file: "client.ts", line: 3, column: 1, message: "')' expected." }];
    const report = made({ runs: [{ ...passed, run: 0, ending: { kind: "syntax-error", problems } }] });
    expect(JSON.parse(inFormat("prairielearn", report))).to.include({ gradable: false, score: 0 });
  });

  it("of Classroom 50 takes an empty variable for one that is not set", () => {
    const { format } = formatChoice("classroom50");
    const env = { ...CLASSROOM_50, OWNER: "", ASSIGNMENT_TYPE: "", REVIEW_URL: "" };
    expect(JSON.parse(format.render(made({}), env).text)).to.include({
      owner: "student",
      assignment_type: "individual",
      review: "commit",
    });
  });

  it("of Gradescope is refused with a wrong environment before anything is graded", async () => {
    const env = { KIT_HIDDEN_VISIBILITY: "soon" };
    const ran = await runCommand(runGradeCommand, ["sum", "--solution", "--format", "gradescope"], { env });
    expect({ code: ran.code, out: ran.out }).to.deep.equal({ code: 2, out: "" });
    expect(ran.errors).to.match(/KIT_HIDDEN_VISIBILITY.*got "soon"/);
  });

  it("of Classroom 50 says which variable is missing", () => {
    expect(() => checkFormats([formatChoice("classroom50")], { CLASSROOM: "x", OWNER: "y" })).to.throw(
      ToolError,
      /variables COMMIT_URL, ASSIGNMENT, SUBMISSION_TAG, RELEASE_URL for --format classroom50/,
    );
    expect(() => formatChoice("classroom50").format.render(made({}), { CLASSROOM: "x" })).to.throw(
      ToolError,
      /expected the environment variables COMMIT_URL, ASSIGNMENT, USERNAME, SUBMISSION_TAG, RELEASE_URL/,
    );
  });
});

describe("--format", function () {
  this.timeout(60_000);

  it("appends to the files that GitHub Actions names", async () => {
    const folder = temporaryFolder({ output: "before=1\n", summary: "before\n" });
    const env = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    const args = ["sum", "--solution", "--format", "github-classroom", "--format", "markdown"];
    const { code } = await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked, env });
    expect(code).to.equal(0);
    expect(readFileSync(env.GITHUB_OUTPUT, "utf8")).to.match(/^before=1\nresult=\S+\n$/);
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, "utf8")).to.match(/^before\n# sum: Adding up\n/);
  });

  it("writes beside the report when nobody says where", async () => {
    const reports = temporaryFolder();
    const args = ["sum", "--solution", "--format", "junit"];
    await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked, reports });
    expect(READERS.junit?.(readFileSync(join(reports, "reports/sum/junit.xml"), "utf8")).total).to.equal(
      "10/10",
    );
  });

  it("lists the formats when there is no such one, with exit code 2", async () => {
    const { code, errors, out } = await runCommand(runGradeCommand, ["sum", "--format", "junti"]);
    expect({ code, out }).to.deep.equal({ code: 2, out: "" });
    expect(errors).to.contain('got "junti" (did you mean junit?)').and.to.contain("  gradescope ");
  });

  it("needs a name after a colon", () => {
    expect(() => formatChoice("junit:")).to.throw(ToolError, /expected the name of a file/);
  });
});
