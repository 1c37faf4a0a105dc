import { expect } from "chai";
import { type LabFindings } from "../../src/report/buildReport";
import { whyNotGraded } from "../../src/formats/common/whyNotGraded";
import { gradeReport, type TestReport } from "../../src/report/GradeReport";
import { isReportOfFullMarks } from "../../src/report/isReportOfFullMarks";
import { renderHtml } from "../../src/report/render/html/renderHtml";
import { renderMarkdown } from "../../src/report/render/renderMarkdown";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import type { TestRun } from "../../src/protocol/TestRun";
import { failed, passed, SUM_LAB, sumReport } from "../support/sumReport";

describe("buildReport", () => {
  it("gives all points of a test or none, and adds them up by part", () => {
    const made = sumReport();
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
    expect(sumReport({ types, runs: [broken] }).typeErrors.map(({ code }) => code)).to.deep.equal(["TS2322"]);
    expect(sumReport({ types }).typeErrors).to.have.length(2);
  });

  describe("with an optional part", () => {
    const [small, many] = SUM_LAB.manifest.parts;
    const withOptional = {
      ...SUM_LAB,
      manifest: { ...SUM_LAB.manifest, parts: [small!, { ...many!, optional: true }] },
    };

    it("keeps its points apart", () => {
      const made = gradeReport.parse(sumReport({ lab: withOptional }));
      expect(made).to.deep.include({ score: 4, maxScore: 4, optional: { score: 0, maxScore: 6 } });
      expect(made.parts.map(({ optional }) => optional)).to.deep.equal([undefined, true]);
      expect(made.tests.map(({ optional }) => optional)).to.deep.equal([undefined, true]);
      expect(renderTerminal(made, { color: false }))
        .to.contain("4 of 4 points, optional 0 of 6")
        .and.to.match(/✗ TestMany \(\d+ of \d+\) \(optional\)/);
      expect(renderMarkdown(made)).to.contain("TestMany (optional)");
    });

    it("gives full marks without it, but not for it alone", () => {
      expect(isReportOfFullMarks(sumReport({ lab: withOptional }))).to.equal(true);
      expect(
        isReportOfFullMarks(sumReport({ lab: withOptional, tests: [SUM_LAB.manifest.tests[1]!] })),
      ).to.equal(false);
    });

    it("tells of a stub in one line, also when it is a server's handler", () => {
      const detail = "a handler threw NotImplemented: KVServer.get(k) (server.ts:31:11)";
      const explanation = {
        ...failed.first!.explanation,
        message: "GET was answered wrongly",
        details: [detail],
      };
      const text = renderTerminal(
        sumReport({ runs: [passed, { ...failed, first: { seed: 1, explanation } }] }),
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
        sumReport({
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
        renderTerminal(sumReport({ runs: [passed, stub], ...of }), { color: false });
      expect(text({ lab: withOptional })).to.not.contain("NotImplemented");
      expect(text({})).to.contain("NotImplemented");
    });
  });

  it("explains a failure with hint and replay command", () => {
    expect(sumReport().tests[1]?.failure).to.deep.include({
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
    const tests = SUM_LAB.manifest.tests.map((test) => ({
      ...test,
      hint: [{ when: { says: "another sentence" }, text: "Go over all." }],
    }));
    const without = sumReport({ tests });
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
      expect(sumReport({ runs }).tests[0]).to.include({ status: "not-run", score: 0 });
    }
  });

  it("counts the selected tests only", () => {
    const tests = SUM_LAB.manifest.tests.slice(0, 1);
    expect(sumReport({ tests, runs: [passed] })).to.include({ score: 4, maxScore: 4, complete: false });
  });

  for (const kind of ["stuck", "crashed", "out-of-memory"] as const) {
    it(`says which test and seed was ${kind}`, () => {
      const place = { file: "client.ts", line: 1, column: 2 };
      const end = { message: "so it was", seed: 9 };
      const ending = kind === "stuck" ? { kind, ...end, place } : { kind, ...end };
      const failure = sumReport({ runs: [passed, { ...failed, ending }] }).tests[1]?.failure;
      expect(failure).to.include({ kind, seed: 9, ...(kind === "stuck" ? place : {}) });
      expect(failure?.message).to.match(/^TestMany .* in seed 9: so it was$/);
    });
  }

  it("satisfies its schema, with every optional part", () => {
    const problem = { file: "client.ts", line: 1, column: 2, message: "m" };
    const full = sumReport({
      types: { kind: "checked", errors: [{ ...problem, code: "TS1" }] },
      lateDays: { days: 0, problem: "late.txt: …" },
      runs: [{ ...passed, ending: { kind: "syntax-error", problems: [problem] } }, failed],
    });
    expect(gradeReport.parse(JSON.parse(JSON.stringify(full)))).to.deep.equal(full);
    const none = sumReport({ types: { kind: "unavailable", message: "no compiler" } });
    expect(gradeReport.parse(none).typeCheckProblem).to.equal("no compiler");
  });

  it("is refused by its schema when a field is wrong or unknown", () => {
    expect(gradeReport.safeParse({ ...sumReport(), score: 1.5 }).success).to.equal(false);
    expect(gradeReport.safeParse({ ...sumReport(), extra: 1 }).success).to.equal(false);
  });
});
