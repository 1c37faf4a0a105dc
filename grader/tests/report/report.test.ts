import { expect } from "chai";
import { toJSONSchema } from "zod";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { readLab } from "toolkit/labs/readLab";
import { buildReport, type LabFindings } from "../../src/report/buildReport";
import { testFailure } from "../../src/report/testFailure";
import { whyNotGraded } from "../../src/formats/common/whyNotGraded";
import { gradeReport, type GradeReport, type TestReport } from "../../src/report/GradeReport";
import { isReportOfFullMarks } from "../../src/report/isReportOfFullMarks";
import { renderHtml } from "../../src/report/render/html/renderHtml";
import { renderMarkdown } from "../../src/report/render/renderMarkdown";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import { writeReports } from "../../src/report/write/writeReports";
import type { TestRun } from "../../src/protocol/TestRun";
import { ToolError } from "toolkit/cli/ToolError";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const lab = readLab(FIXTURE_KIT, "sum");
const passed: TestRun = {
  test: "TestTwo",
  run: 4,
  failed: 0,
  ending: { kind: "passed" },
  elapsedMs: 12.3,
};
const failed: TestRun = {
  test: "TestMany",
  run: 2,
  failed: 1,
  ending: { kind: "failed", message: "mocha's words" },
  elapsedMs: 7,
  first: {
    seed: 2,
    explanation: {
      kind: "failed",
      message: "the sum is *wrong*",
      expected: "10",
      got: "`11`",
      host: "client",
      file: "client.ts",
      line: 3,
      column: 5,
      details: ["a detail"],
      lastEvents: ["1.0 ms  client begins"],
      console: ["1.0 ms  client log: ```"],
    },
  },
};

function report(changes: Partial<LabFindings> = {}): GradeReport {
  return buildReport({
    lab,
    tests: lab.manifest.tests,
    runs: [passed, failed],
    artifacts: [],
    types: { kind: "checked", errors: [] },
    lateDays: { days: 0 },
    flags: " --solution",
    startedAt: 0,
    elapsedMs: 1234.5,
    ...changes,
  });
}

describe("buildReport", () => {
  it("gives all points of a test or none, and adds them up by part", () => {
    const made = report();
    expect(made).to.deep.include({ schema: "grade-report/v1", score: 4, maxScore: 10, complete: true });
    expect(made.parts).to.deep.equal([
      { part: 1, title: "Small numbers", score: 4, maxScore: 4 },
      { part: 2, title: "Many numbers", score: 0, maxScore: 6 },
    ]);
    expect(made.tests.map(({ status, score, seeds }) => ({ status, score, seeds }))).to.deep.equal([
      { status: "passed", score: 4, seeds: { run: 4, failed: 0 } },
      { status: "failed", score: 0, seeds: { run: 2, failed: 1 } },
    ]);
  });

  it("does not list a syntax error among the type errors again", () => {
    const problem = { file: "client.ts", line: 1, column: 1, message: "')' expected." };
    const types = {
      kind: "checked" as const,
      errors: [
        { ...problem, code: "TS1005" },
        { ...problem, code: "TS2322" },
      ],
    };
    const broken: TestRun = { ...passed, failed: 1, ending: { kind: "syntax-error", problems: [problem] } };
    expect(report({ types, runs: [broken] }).typeErrors.map(({ code }) => code)).to.deep.equal(["TS2322"]);
    expect(report({ types }).typeErrors).to.have.length(2);
  });

  describe("with an optional part", () => {
    const [small, many] = lab.manifest.parts;
    const withOptional = {
      ...lab,
      manifest: { ...lab.manifest, parts: [small!, { ...many!, optional: true }] },
    };

    it("keeps its points apart", () => {
      const made = gradeReport.parse(report({ lab: withOptional }));
      expect(made).to.deep.include({ score: 4, maxScore: 4, optional: { score: 0, maxScore: 6 } });
      expect(made.parts.map(({ optional }) => optional)).to.deep.equal([undefined, true]);
      expect(made.tests.map(({ optional }) => optional)).to.deep.equal([undefined, true]);
      expect(renderTerminal(made, { color: false }))
        .to.contain("4 of 4 points, optional 0 of 6")
        .and.to.match(/✗ TestMany \(\d+ of \d+\) \(optional\)/);
      expect(renderMarkdown(made)).to.contain("TestMany (optional)");
    });

    it("gives full marks without it, but not for it alone", () => {
      expect(isReportOfFullMarks(report({ lab: withOptional }))).to.equal(true);
      expect(isReportOfFullMarks(report({ lab: withOptional, tests: [lab.manifest.tests[1]!] }))).to.equal(
        false,
      );
    });

    it("tells of a stub in one line, also when it is a server's handler", () => {
      const detail = "a handler threw NotImplemented: KVServer.get(k) (server.ts:31:11)";
      const explanation = {
        ...failed.first!.explanation,
        message: "GET was answered wrongly",
        details: [detail],
      };
      const text = renderTerminal(
        report({ runs: [passed, { ...failed, first: { seed: 1, explanation } }] }),
        {
          color: false,
        },
      );
      expect(text).to.contain(`Not written yet:\n  ✗ TestMany: ${detail}\n`);
      expect(text).to.not.contain("GET was answered wrongly");
    });

    it("tells of a stub once for all the tests that end there", () => {
      const explanation = {
        ...failed.first!.explanation,
        message: "client's sum([1]) threw NotImplemented: Adder.sum",
      };
      const first = { seed: 1, explanation };
      const text = renderTerminal(
        report({
          runs: [
            { ...failed, test: "TestTwo", first },
            { ...failed, first },
          ],
        }),
        { color: false },
      );
      expect(text).to.contain(
        `Not written yet:\n  ✗ TestTwo: ${explanation.message} (client.ts:3:5)\n    the same: TestMany\n`,
      );
    });

    it("says nothing of a stub that nobody had to fill in", () => {
      const explanation = {
        ...failed.first!.explanation,
        message: "client's sum([1]) threw NotImplemented: Adder.sum",
      };
      const stub = { ...failed, first: { seed: 1, explanation } };
      const text = (of: Partial<LabFindings>): string =>
        renderTerminal(report({ runs: [passed, stub], ...of }), { color: false });
      expect(text({ lab: withOptional })).to.not.contain("NotImplemented");
      expect(text({})).to.contain("NotImplemented");
    });
  });

  it("explains a failure with hint and replay command", () => {
    expect(report().tests[1]?.failure).to.deep.include({
      kind: "failed",
      message: "the sum is *wrong*",
      seed: 2,
      file: "client.ts",
      line: 3,
      hint: "Go over all.",
      replay: "npm run grade sum -- --solution --test TestMany --seed 2",
    });
  });

  it("has no hint in any format where none fits", () => {
    const tests = lab.manifest.tests.map((test) => ({
      ...test,
      hint: [{ when: { says: "another sentence" }, text: "Go over all." }],
    }));
    const without = report({ tests });
    expect(gradeReport.safeParse(without).error).to.equal(undefined);
    expect(without.tests[1]?.failure).to.not.have.property("hint");
    for (const text of [
      renderTerminal(without, { color: false }),
      renderMarkdown(without),
      renderHtml(without),
      JSON.stringify(whyNotGraded(without.tests[1] as TestReport)),
    ])
      expect(text)
        .to.contain("the sum is")
        .and.to.not.match(/hint(?!\s*\{)/);
  });

  it("scores a test that did not run with 0", () => {
    const absent: TestRun = { ...passed, ending: { kind: "missing" }, run: 0 };
    for (const runs of [[failed], [absent, failed]]) {
      expect(report({ runs }).tests[0]).to.include({ status: "not-run", score: 0 });
    }
  });

  it("counts the selected tests only", () => {
    const tests = lab.manifest.tests.slice(0, 1);
    expect(report({ tests, runs: [passed] })).to.include({ score: 4, maxScore: 4, complete: false });
  });

  for (const kind of ["stuck", "crashed", "out-of-memory"] as const) {
    it(`says which test and seed was ${kind}`, () => {
      const place = { file: "client.ts", line: 1, column: 2 };
      const end = { message: "so it was", seed: 9 };
      const ending = kind === "stuck" ? { kind, ...end, place } : { kind, ...end };
      const failure = report({ runs: [passed, { ...failed, ending }] }).tests[1]?.failure;
      expect(failure).to.include({ kind, seed: 9, ...(kind === "stuck" ? place : {}) });
      expect(failure?.message).to.match(/^TestMany .* in seed 9: so it was$/);
    });
  }

  it("satisfies its schema, with every optional part", () => {
    const problem = { file: "client.ts", line: 1, column: 2, message: "m" };
    const full = report({
      types: { kind: "checked", errors: [{ ...problem, code: "TS1" }] },
      lateDays: { days: 0, problem: "late.txt: …" },
      runs: [{ ...passed, ending: { kind: "syntax-error", problems: [problem] } }, failed],
    });
    expect(gradeReport.parse(JSON.parse(JSON.stringify(full)))).to.deep.equal(full);
    const none = report({ types: { kind: "unavailable", message: "no compiler" } });
    expect(gradeReport.parse(none).typeCheckProblem).to.equal("no compiler");
  });

  it("is refused by its schema when a field is wrong or unknown", () => {
    expect(gradeReport.safeParse({ ...report(), score: 1.5 }).success).to.equal(false);
    expect(gradeReport.safeParse({ ...report(), extra: 1 }).success).to.equal(false);
  });
});

describe("docs/grade-report.md", () => {
  const text = readFileSync(join(__dirname, "../../../docs/grade-report.md"), "utf8");
  it("describes every field", () => {
    const fields = new Set<string>();
    JSON.stringify(toJSONSchema(gradeReport), (key, value: unknown) => {
      if (key === "properties") for (const field of Object.keys(value as object)) fields.add(field);
      return value;
    });
    expect(fields).to.include("hiddenFailure").and.to.include("typeCheckProblem");
    expect([...fields].filter((field) => !text.includes(`\`${field}\``))).to.deep.equal([]);
  });

  it("says which fields a failure of each kind has", () => {
    const kindsOf: Record<string, string[]> = {};
    for (const schema of testFailure.options) {
      const { properties = {}, required = [] } = toJSONSchema(schema);
      const { kind, ...fields } = properties;
      const kinds = [kind].flatMap((of) => (typeof of === "object" ? (of.enum ?? [of.const]) : []));
      for (const name of Object.keys(fields))
        (kindsOf[`${name}${required.includes(name) ? "" : "?"}`] ??= []).push(...kinds.map(String));
    }
    const all = kindsOf["message"] ?? [];
    const named = (cell: string): string[] => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, kind = ""]) => kind);
    const meant = (cell: string): readonly string[] => {
      if (cell === "simulated") return all.slice(0, all.indexOf("syntax-error"));
      return cell.startsWith("all") ? all.filter((kind) => !named(cell).includes(kind)) : named(cell);
    };
    const [, table = ""] = /<!-- fields of a failure[^]*?-->([^]*?)<!--/.exec(text) ?? [];
    const described = [...table.matchAll(/^\| (`.*?) \| (.*?) \|/gm)].flatMap(([, names = "", cell = ""]) =>
      names.split(", ").map((name) => [name.replaceAll("`", ""), meant(cell)]),
    );
    expect(Object.fromEntries(described)).to.deep.equal(kindsOf);
  });

  it("has an example that satisfies the schema", () => {
    const [, example = ""] = /```json\n([^]*?)```/.exec(text) ?? [];
    expect(gradeReport.safeParse(JSON.parse(example)).error).to.equal(undefined);
  });
});

describe("renderTerminal", () => {
  it("shows the table, the failure and the score", () => {
    const text = renderTerminal(report(), { color: false });
    for (const part of [
      "sum: Adding up",
      "Part  Points   Failing tests (of how many seeds)\n1        4/4 ✓ its test passes\n",
      "✗ TestMany (1 of 2)\n",
      "expected  10",
      "at        client.ts:3:5",
      "a detail",
      "1.0 ms  client begins",
      "Go over all.",
      "npm run grade sum -- --solution --test TestMany --seed 2",
      "Score: 4 of 10 points (1 of 2 tests passed, 1.2 s)",
    ]) {
      expect(text).to.include(part);
    }
    expect(text).to.not.include("\u001b[");
  });

  it("is green only when every test passed, whatever its points", () => {
    const [free] = lab.manifest.tests as [ManifestTest];
    const made = report({ tests: [{ ...free, points: 0 }], runs: [{ ...failed, test: free.name }] });
    expect(isReportOfFullMarks(made)).to.equal(false);
    expect(isReportOfFullMarks(report({ tests: [free], runs: [passed] }))).to.equal(true);
  });

  it("uses colours only when asked", () => {
    expect(renderTerminal(report(), { color: true })).to.include("\u001b[");
  });

  it("shows syntax errors once, in place of every failure", () => {
    const problem = { file: "client.ts", line: 4, column: 2, message: "';' expected." };
    const ending = { kind: "syntax-error", problems: [problem] } as const;
    const text = renderTerminal(
      report({
        runs: [
          { ...passed, ending },
          { ...failed, ending },
        ],
      }),
      { color: false },
    );
    expect(text.split("';' expected.")).to.have.length(2);
    expect(text).to.include("client.ts:4:2").and.not.to.include("TestMany");
  });

  it("shows type errors, late days and their problems", () => {
    const error = { file: "client.ts", line: 4, column: 2, message: "no such name", code: "TS2304" };
    const types = { kind: "checked", errors: [error] } as const;
    const text = renderTerminal(report({ types, lateDays: { days: 2 } }), { color: false });
    expect(text).to.include("client.ts:4:2  TS2304 no such name").and.to.include("2 late days");
    // What compiles, and is a mistake most likely, is no error of type.
    const slip = { ...error, message: "a Map is {}", code: "map" };
    const both = renderTerminal(report({ types: { kind: "checked", errors: [error, slip] } }), {
      color: false,
    });
    expect(both).to.match(
      /Most likely a mistake \(.*\):\n {2}client\.ts:4:2 {2}map a Map is \{\}\n\nType errors \(.*\):\n {2}client\.ts:4:2 {2}TS2304/,
    );
    const wrong = report({ lateDays: { days: 0, problem: "late.txt is wrong" } });
    expect(renderTerminal(wrong, { color: false })).to.include("late.txt is wrong");
  });
});

describe("renderMarkdown", () => {
  it("keeps student output from turning into markup", () => {
    const text = renderMarkdown(report());
    expect(text).to.include("the sum is \\*wrong\\*").and.to.include("`` `11` ``");
    expect(text).to.include("````text\n1.0 ms  client log: ```\n````");
  });

  it("has a row for each test", () => {
    expect(renderMarkdown(report())).to.include("| 2 | TestMany | failed | 0/6 | 2 | 1 |");
  });
});

describe("writeReports", () => {
  it("writes JSON and Markdown, and a copy where it is asked for", () => {
    const root = temporaryFolder();
    const json = join(root, "deep/er/copy.json");
    writeReports(report(), [], { folder: join(root, "reports/sum"), json });
    const text = readFileSync(join(root, "reports/sum/report.json"), "utf8");
    expect(JSON.parse(text)).to.deep.equal(report());
    expect(readFileSync(json, "utf8")).to.equal(text);
    expect(readFileSync(join(root, "reports/sum/report.md"), "utf8")).to.equal(renderMarkdown(report()));
  });

  it("says which file cannot be written", () => {
    const root = temporaryFolder({ reports: "a file in the way" });
    expect(() => {
      writeReports(report(), [], { folder: join(root, "reports/sum") });
    }).to.throw(ToolError, /expected to write .*report\.json/);
  });
});
