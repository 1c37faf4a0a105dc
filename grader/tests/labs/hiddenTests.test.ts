import { expect } from "chai";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { readLab } from "toolkit/labs/readLab";
import { withHiddenTests } from "../../src/labs/withHiddenTests";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { ToolError } from "toolkit/cli/ToolError";
import { HIDDEN, hiddenFolder } from "../support/hiddenFolder";
import { READERS } from "../support/readFormats";
import { FIXTURE_KIT, runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const RIGHT = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";
/** Wrong for negative numbers, and it tells the world what it was called with. */
const TELLTALE = `export class Adder {
  sum(n: number[]) {
    console.log("student code prints " + n.join());
    if (n.some((one) => one < 0)) throw new Error("student code throws " + n.join());
    return n.reduce((a, b) => a + b, 0);
  }
}
`;
const CLASSROOM_50 = {
  CLASSROOM: "systems",
  ASSIGNMENT: "sum",
  SUBMISSION_TAG: "submit/1",
  USERNAME: "student",
  COMMIT_URL: "commit",
  RELEASE_URL: "release",
};

interface Graded extends Ran {
  /** Texts of the reports folder by file; of GitHub Classroom's output, what it encodes. */
  readonly texts: Readonly<Record<string, string>>;
  readonly report: GradeReport;
}

describe("hidden tests", function () {
  this.timeout(60_000);

  async function run(
    client: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Graded> {
    const reports = temporaryFolder();
    const folder = temporaryFolder({ "client.ts": client });
    const formats = REPORT_FORMATS.flatMap(({ name }) => ["--format", name]);
    const ran = await runCommand(runGradeCommand, ["sum", "--submission", folder, ...formats, ...args], {
      checkTypes: typesUnchecked,
      reports,
      env: { ...CLASSROOM_50, ...env },
    });
    expect(ran.errors).to.equal("");
    const out = join(reports, "reports/sum");
    const texts = Object.fromEntries(
      readdirSync(out).map((file) => [file, readFileSync(join(out, file), "utf8")]),
    );
    return { ...ran, texts, report: gradeReport.parse(JSON.parse(texts["report.json"] ?? "")) };
  }

  function told(texts: Graded["texts"]): [string, string, Readonly<Record<string, string>>][] {
    return REPORT_FORMATS.map(({ name, file }) => {
      const { total = "", tests = {} } = READERS[name]?.(texts[file] ?? "") ?? {};
      return [name, total, tests];
    });
  }

  it("are part of the score, and all formats agree on it", async () => {
    const hidden = hiddenFolder();
    for (const [client, total, negative] of [
      [RIGHT, "15/15", "5/5"],
      [TELLTALE, "10/15", "0/5"],
    ] as const) {
      const { code, out, texts, report } = await run(client, ["--hidden-tests", hidden]);
      expect(code).to.equal(client === RIGHT ? 0 : 1);
      for (const [name, sum, tests] of told(texts)) {
        expect(sum, name).to.equal(total);
        const most = name === "github-classroom" ? negative.slice(0, 1) : negative;
        expect(tests.TestNegative, name).to.equal(most);
      }
      expect(report.hidden).to.deep.equal({ score: Number(negative[0]), maxScore: 5 });
      expect(report.complete).to.equal(true);
      expect(out).to.contain(
        `${total.replace("/", " of ")} points, ${negative.replace("/", " of ")} for hidden tests`,
      );
    }
  });

  it("tell how many seeds failed and the hint, in every format, and nothing else", async () => {
    const hidden = hiddenFolder();
    const { out, errors, texts, report } = await run(TELLTALE, ["--hidden-tests", hidden]);
    expect(report.tests.at(-1)).to.deep.include({
      name: "TestNegative",
      status: "failed",
      hidden: true,
      seeds: { run: 3, failed: 3 },
      hiddenFailure: {
        message: "a hidden test; it fails with 3 of 3 seeds",
        hint: "Numbers may be negative.",
      },
    });
    const encoded = texts["github-classroom.txt"] ?? "";
    const decoded = Buffer.from(/result=(\S+)/.exec(encoded)?.[1] ?? "", "base64").toString("utf8");
    const all: [string, string][] = [
      ...Object.entries(texts),
      ["github-classroom", decoded],
      ["terminal", out],
      ["errors", errors],
    ];
    const secrets =
      /words of the hidden|student code|surprise|numbers\.ts|TestNegative --seed|TestNegative\.(html|replay)|hidden-tests|kit-test-\w+.sum/;
    for (const [name, text] of all) expect(text, name).to.not.match(secrets).and.to.not.contain(hidden);
    expect(Object.keys(texts).filter((file) => file.startsWith("TestNegative"))).to.deep.equal([]);
    for (const [name, text] of all.filter(([file]) => file !== "errors" && file !== "github-classroom.txt"))
      expect(text, name).to.contain("fails with 3 of 3 seeds").and.to.contain("Numbers may be negative.");
  });

  it("say everything to a teacher who asks, and how to see it again", async () => {
    const hidden = hiddenFolder();
    const { report } = await run(TELLTALE, ["--hidden-tests", hidden, "--reveal-hidden"]);
    const { failure, hidden: marked, hiddenFailure } = report.tests.at(-1) ?? {};
    expect({ marked, hiddenFailure }).to.deep.equal({ marked: true, hiddenFailure: undefined });
    expect(failure?.message).to.contain("student code throws");
    const [, again = ""] = /^npm run grade sum -- (.*)$/.exec(failure?.replay ?? "") ?? [];
    expect(again).to.contain(`--hidden-tests ${hidden} --reveal-hidden --test TestNegative --seed 1`);
    const { code, out } = await runCommand(runGradeCommand, ["sum", ...again.split(" ")], {
      checkTypes: typesUnchecked,
    });
    expect(code).to.equal(1);
    expect(out).to.contain("student code throws");
  });

  it("give their points only when they pass with secret seeds too", async () => {
    const secret = join(temporaryFolder({ seeds: "1000001\n1000002\n" }), "seeds");
    const args = ["--hidden-tests", hiddenFolder(), "--secret-seeds", secret];
    const { report } = await run(TELLTALE, args);
    expect(report).to.include({ score: 10, openScore: 10 });
    expect(report.tests.at(-1)?.hiddenFailure?.message).to.equal(
      "a hidden test; it fails with 3 of 3 seeds and 2 of 2 secret seeds",
    );
    expect((await run(RIGHT, args)).report).to.include({ score: 15, openScore: 15 });
  });

  it("come from the environment too, and then a replay leaves them alone", async () => {
    const env = { KIT_HIDDEN_TESTS: hiddenFolder() };
    expect((await run(RIGHT, [], env)).report.maxScore).to.equal(15);
    expect((await run(RIGHT, ["--seed", "1"], env)).report.maxScore).to.equal(10);
  });

  it("can be asked for by name, and stand in their parts", async () => {
    const { report } = await run(RIGHT, ["--hidden-tests", hiddenFolder(), "--test", "TestNegative"]);
    expect(report.parts).to.deep.equal([{ part: 3, title: "Odd cases", score: 5, maxScore: 5 }]);
    expect(report.complete).to.equal(false);
  });

  it("of a submission that does not parse say so", async () => {
    const { report } = await run("class {", ["--hidden-tests", hiddenFolder()]);
    expect(report.tests.at(-1)?.hiddenFailure?.message).to.contain("cannot run before all files parse");
    expect(report).to.include({ score: 0, maxScore: 15 });
  });

  const [one] = HIDDEN.tests;
  const changed = (changes: object): string => hiddenFolder({ manifest: { ...HIDDEN, ...changes } });
  const mocha = (title: string): string => `it("${title}", () => {});\n`;
  const wrong: [string, () => string, RegExp][] = [
    ["a folder that is not there", () => join(temporaryFolder(), "gone"), /gone, which is not there/],
    ["a file", () => join(temporaryFolder({ a: "" }), "a"), /a, which is a file/],
    ["a folder without tests of the lab", () => temporaryFolder(), /sum\/hidden\.json, got no such file$/m],
    ["the folder of the lab itself", () => join(hiddenFolder(), "sum"), /name the folder above it/],
    ["what students get", () => join(FIXTURE_KIT, "sum/tests"), /put it outside of sum\//],
    ["what is not JSON", () => hiddenFolder({ manifest: "{ oh" }), /hidden\.json: expected JSON/],
    ["another lab's manifest", () => changed({ lab: "lab1" }), /lab: .*"sum"/],
    ["no tests", () => changed({ tests: [] }), /tests: /],
    ["an unknown field", () => changed({ point: 1 }), /point/],
    ["a missing hint", () => changed({ tests: [{ ...one, hint: undefined }] }), /tests\[0\]\.hint/],
    [
      "an unknown part",
      () => changed({ tests: [{ ...one, part: 9 }] }),
      /tests\[0\]\.part: .*1, 2, 3\), got 9/,
    ],
    ["a part of the lab", () => changed({ parts: [{ part: 2, title: "x" }] }), /parts\[0\]\.part: .*got 2/],
    [
      "the name of a test of the lab",
      () => changed({ tests: [{ ...one, name: "TestTwo" }] }),
      /tests\[0\]\.name: expected each name once, got TestTwo again/,
    ],
    [
      "a test that is not listed",
      () => hiddenFolder({ spec: mocha("TestMore") }),
      /hidden\.json, got also TestMore/,
    ],
    ["a test that is not there", () => hiddenFolder({ spec: "" }), /got none for TestNegative/],
    [
      "a mocha test with a name of the lab's",
      () => hiddenFolder({ spec: mocha("TestNegative") + mocha("TestTwo") }),
      /sum once, got TestTwo again/,
    ],
  ];
  for (const [what, folder, message] of wrong) {
    it(`refuse ${what}, with exit code 2`, async () => {
      const args = ["sum", "--solution", "--hidden-tests", folder()];
      const { code, errors, out } = await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked });
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(message);
    });
  }

  it("are found behind a link", async () => {
    const folder = temporaryFolder();
    symlinkSync(hiddenFolder(), join(folder, "link"), "junction");
    const { report } = await run(RIGHT, ["--hidden-tests", join(folder, "link")]);
    expect(report.hidden).to.deep.equal({ score: 5, maxScore: 5 });
  });

  it("are refused in the lab's own folder, also by a link or as the kit's root", () => {
    const root = temporaryFolder({ "sum/hidden.json": JSON.stringify(HIDDEN), "elsewhere/a": "" });
    cpSync(join(FIXTURE_KIT, "sum"), join(root, "sum"), { recursive: true });
    symlinkSync(join(root, "sum"), join(root, "elsewhere/sum"), "junction");
    for (const hiddenTests of [".", "elsewhere"])
      expect(() =>
        withHiddenTests(readLab(root, "sum"), { hiddenTests, watch: false }, { root, cwd: root }),
      ).to.throw(ToolError, /expected hidden tests outside of what students get.*put it outside of sum\//);
  });

  it("are needed by --reveal-hidden", async () => {
    const { code, errors } = await runCommand(runGradeCommand, ["sum", "--solution", "--reveal-hidden"]);
    expect(code).to.equal(2);
    expect(errors).to.contain("expected --hidden-tests with --reveal-hidden");
  });

  it("that cannot be loaded show why to a teacher alone", async () => {
    const hidden = hiddenFolder({ spec: `import "../../sum/nowhere";\n` });
    const args = ["sum", "--solution", "--hidden-tests", hidden];
    const { code, errors } = await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked });
    expect(code).to.equal(2);
    expect(errors)
      .to.contain("--reveal-hidden shows it")
      .and.to.not.match(/nowhere|surprise|kit-test/);
    const shown = await runCommand(runGradeCommand, [...args, "--reveal-hidden"], {
      checkTypes: typesUnchecked,
    });
    expect(shown.code).to.equal(2);
    expect(shown.errors).to.contain("nowhere").and.to.contain("surprise.test.ts");
  });
});

describe("hidden tests on Gradescope", () => {
  const lab = { name: "TestNegative", part: 3, description: "d", seeds: { run: 1, failed: 0 }, elapsedMs: 1 };
  const report = gradeReport.parse({
    schema: "grade-report/v1",
    lab: "sum",
    title: "t",
    score: 5,
    maxScore: 5,
    hidden: { score: 5, maxScore: 5 },
    complete: true,
    parts: [],
    tests: [{ ...lab, status: "passed", score: 5, maxScore: 5, hidden: true }],
    syntaxErrors: [],
    typeErrors: [],
    lateDays: { days: 0 },
    startedAt: "2026-01-31T12:00:00.000Z",
    elapsedMs: 1,
  });
  const render = (KIT_HIDDEN_VISIBILITY?: string): { output: string; tests: { visibility: string }[] } =>
    JSON.parse(
      REPORT_FORMATS.find(({ name }) => name === "gradescope")?.render(
        report,
        KIT_HIDDEN_VISIBILITY === undefined ? {} : { KIT_HIDDEN_VISIBILITY },
      ).text ?? "",
    ) as { output: string; tests: { visibility: string }[] };

  it("are shown at once, or when the teacher says; until then no text tells their points", () => {
    expect(render().tests[0]?.visibility).to.equal("visible");
    expect(render().output).to.contain("5 of 5 for hidden tests");
    const later = render("after_due_date");
    expect(later.tests[0]?.visibility).to.equal("after_due_date");
    expect(later.output).to.equal("");
    expect(() => render("soon")).to.throw(/KIT_HIDDEN_VISIBILITY.*got "soon"/);
  });
});
