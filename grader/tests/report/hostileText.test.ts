import fc from "fast-check";
import { expect } from "chai";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import MarkdownIt from "markdown-it";
import { Chalk } from "chalk";
import { describeError } from "toolkit/cli/describeError";
import { renderDemoProblem } from "../../src/demo/renderDemoProblem";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { junitFormat } from "../../src/formats/junitFormat";
import { workflowNotice } from "../../src/formats/platforms/workflowNotice";
import { readLab } from "toolkit/labs/readLab";
import type { TestFailure } from "../../src/report/testFailure";
import { buildReport } from "../../src/report/buildReport";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { markdownParagraph } from "../../src/report/render/markdownText";
import { renderReportFailure } from "../../src/report/render/renderReportFailure";
import { renderHtml } from "../../src/report/render/html/renderHtml";
import { renderMarkdown } from "../../src/report/render/renderMarkdown";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import { parseWorkerReport } from "../../src/protocol/protocol";
import type { TestRun } from "../../src/protocol/TestRun";
import { ToolError } from "toolkit/cli/ToolError";
import { renderVerifiedTests } from "../../src/verify/renderVerifiedTests";
import { typeProblems } from "../../src/types/TypeCheck";
import { FULL_MARKS, HARMFUL, hostileText } from "toolkit/tests/hostileText";
import { FIXTURE_KIT } from "../support/runGrade";

const lab = readLab(FIXTURE_KIT, "sum");
const RUNS = { numRuns: 150 };

/** A run whose worker said this text wherever it can say one. */
function runThatSays(text: string): TestRun {
  const said = parseWorkerReport(
    JSON.stringify({
      token: "t",
      report: {
        type: "seed",
        digest: "0",
        id: 1,
        seed: 3,
        explanation: {
          kind: "failed",
          message: text,
          expected: text,
          got: text,
          host: text,
          file: text,
          line: 1,
          column: 2,
          error: text,
          cause: ["fails with one fault:", text],
          details: ["a handler threw", text],
          lastEvents: [text, text],
          console: [text],
          history: { operations: [], reasons: [text, text] },
        },
      },
    }),
    "t",
  );
  if (said?.type !== "seed" || said.explanation === undefined)
    throw new Error("expected a report that is believed");
  return {
    test: "TestMany",
    run: 3,
    failed: 1,
    first: { seed: said.seed, explanation: said.explanation },
    ending: { kind: "failed", message: text },
    elapsedMs: 1,
  };
}

/** The report of a submission that says this text wherever it can. */
function reportThatSays(text: string, broken = false): GradeReport {
  const run = runThatSays(text);
  const place = { file: text, line: 1, column: 1, message: text };
  const answer = typeProblems.parse({ errors: [{ ...place, code: "TS2322" }], more: 2 });
  const report = { type: "syntax", id: 1, problems: [place] };
  const syntax = parseWorkerReport(JSON.stringify({ token: "t", report }), "t");
  if (syntax?.type !== "syntax") throw new Error("expected a report that is believed");
  const unparsed = { kind: "syntax-error", problems: syntax.problems } as const;
  return buildReport({
    lab,
    tests: lab.manifest.tests,
    runs: [
      { test: "TestTwo", run: 1, failed: 0, ending: { kind: "passed" }, elapsedMs: 1 },
      broken ? { ...run, ending: unparsed } : run,
    ],
    artifacts: [],
    types: { kind: "checked", ...answer },
    lateDays: { days: 0, problem: `late.txt: ${text}` },
    deadline: { problem: `git says ${text}` },
    flags: "",
    startedAt: 0,
    elapsedMs: 1,
  });
}

/** What a terminal or a runner sees: nothing but our own colours may be in it, and no line may be an order. */
function expectHarmless(text: string): void {
  const plain = text.replace(/\u001b\[\d{1,2}m/g, "");
  expect(plain).to.not.match(HARMFUL);
  expect(plain).to.not.match(/^\s*(?:::|##\[)/m);
}

/** Lines that begin as one of ours does. */
function beginning(text: string, line: string): string[] {
  return text.split("\n").filter((found) => found.trimStart().startsWith(line));
}

describe("a terminal", () => {
  it("gets no control characters but our colours, and no line that is an order", () => {
    fc.assert(
      fc.property(hostileText(), fc.boolean(), fc.boolean(), (text, broken, color) => {
        const report = reportThatSays(text, broken);
        expect(gradeReport.parse(report)).to.deep.equal(report);
        expectHarmless(renderTerminal(report, { color }));
        const run = runThatSays(text);
        const test = lab.manifest.tests[1]!;
        expectHarmless(
          renderVerifiedTests({
            lab,
            tests: [{ test, run, optional: false }],
            slow: [],
            flags: "",
            elapsedMs: 1,
            color,
          }),
        );
        expectHarmless(renderDemoProblem(run.first!.explanation, { color }));
        expectHarmless(describeError(new ToolError(`expected a file ${text}\n${text}`)));
        expectHarmless(describeError(new Error(text)));
      }),
      RUNS,
    );
  });

  it("marks each line of what looks like a report of full marks", () => {
    for (const text of [`no\n${FULL_MARKS}`, FULL_MARKS]) {
      const report = reportThatSays(text);
      const failure = report.tests[1]!.failure!;
      const shown = renderTerminal(report, { color: false });
      for (const line of ["Score: 10 of 10", "✓ TestMany", "::notice", "│ 1 │ ✓ TestTwo"])
        expect(beginning(shown, line), line).to.deep.equal([]);
      expect(shown.split("\n").filter((line) => line.trim() === "sum: Adding up")).to.have.length(1);
      expect(shown).to.contain("\n  │ Score: 10 of 10 points (2 of 2 tests passed, 1.2 s)\n");
      expect(shown.split("\n").filter((line) => /^Score/.test(line))).to.have.length(1);
      expect(
        renderReportFailure("TestMany", failure, { paint: new Chalk({ level: 0 }), folder: "f" }),
      ).to.match(/^✗ TestMany:\n {2}│ /);
    }
    const single = reportThatSays("Score: 10 of 10 points");
    expect(
      renderTerminal(single, { color: false })
        .split("\n")
        .filter((line) => /^\s*Score/.test(line)),
    ).to.have.length(1);
  });

  it("shows an honest failure as ever", () => {
    const text = renderTerminal(reportThatSays("the sum is wrong"), { color: false });
    expect(text)
      .to.contain("✗ TestMany: the sum is wrong\n  at ")
      .and.to.contain("\n  expected  the sum is wrong\n  got       the sum is wrong\n");
    expect(text)
      .to.contain("\n    the sum is wrong\n")
      .and.to.not.match(/^ *│ the/m);
    expect(text).to.contain("  the sum is wrong:1:1  TS2322 the sum is wrong\n  … and 2 more\n");
  });
});

describe("Markdown", () => {
  const reader = new MarkdownIt({ html: true, linkify: true });

  /** The blocks, and the marks within lines, that a reader sees. */
  function structure(text: string): string[] {
    const types: string[] = [];
    for (const { type, level, children } of reader.parse(text, {})) {
      if (type !== "inline") types.push(`${String(level)} ${type}`);
      for (const child of children ?? [])
        if (!["text", "text_special", "softbreak", "code_inline"].includes(child.type))
          types.push(child.type);
    }
    return types;
  }

  it("has the same structure whatever a student says", () => {
    const [ofLine, ofLines] = ["hello", "hello\nyou"].map((text) =>
      structure(renderMarkdown(reportThatSays(text))),
    );
    expect(ofLine).to.include("0 bullet_list_open").and.to.include("0 fence");
    fc.assert(
      fc.property(hostileText(), (text) => {
        const clean = reportThatSays(text).tests[1]!.failure!.message;
        const found = structure(renderMarkdown(reportThatSays(text)));
        if (clean.trim() !== "") expect(found).to.deep.equal(clean.includes("\n") ? ofLines : ofLine);
      }),
      RUNS,
    );
  });

  it("shows a student's words unchanged, and as code what would reach out", () => {
    for (const word of [
      "@somebody",
      "a@example.org",
      "https://example.org/a_b",
      "www.example.org",
      "pointswww.example.org",
      "owner/name#12",
    ])
      expect(reader.renderInline(markdownParagraph(`see ${word} there`))).to.equal(
        `see <code>${word}</code> there`,
      );
    for (const text of ["a*b*_c_ <b>&amp;</b> [x](y) ~~s~~ | `c` \\ $1$", "1. one", "# head", "+ x", "==="]) {
      const html = reader.render(markdownParagraph(text));
      expect(html).to.equal(`<p>${reader.utils.escapeHtml(text)}</p>\n`);
    }
  });
});

describe("JUnit", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true,
    processEntities: { enabled: true, maxTotalExpansions: 1e6, maxExpandedLength: 1e7 },
  });

  it("is well-formed for every text, and says it", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText(), fc.string({ unit: "binary" })), (text) => {
        const [test] = reportThatSays("m").tests.slice(1);
        const made = { ...reportThatSays("m"), title: text };
        const failure = {
          ...test!.failure!,
          message: text,
          hint: text,
          kind: text,
        } as unknown as TestFailure;
        const xml = junitFormat.render({ ...made, tests: [{ ...test!, failure }] }, {}).text;
        expect(XMLValidator.validate(xml)).to.equal(true);
        const { testsuites } = parser.parse(xml) as {
          testsuites: { "@_name": string; testsuite: Suite[] };
        };
        const read = testsuites.testsuite
          .flatMap(({ testcase }) => testcase ?? [])
          .find((one) => "failure" in one);
        const said = (clean: string): string =>
          clean.replace(/\p{Cs}/gu, "\ufffd").replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
        expect(read?.failure["@_message"]).to.equal(said(text));
        expect(read?.failure["@_type"]).to.equal(said(text));
        expect(read?.failure["#text"]).to.contain(`\nhint: ${said(text)}\n`);
        expect(testsuites["@_name"]).to.equal(`sum: ${said(text)}`);
      }),
      RUNS,
    );
  });

  interface Suite {
    readonly testcase?: { readonly failure: Readonly<Record<string, string>> };
  }
});

describe("every format", () => {
  const env = {
    CLASSROOM: "c",
    ASSIGNMENT: "a",
    SUBMISSION_TAG: "submit/1",
    USERNAME: "u",
    COMMIT_URL: "c",
    RELEASE_URL: "r",
  };

  it("holds nothing harmful, and says the same points", () => {
    fc.assert(
      fc.property(hostileText(), fc.boolean(), (text, broken) => {
        const report = reportThatSays(text, broken);
        for (const format of REPORT_FORMATS) {
          const { name } = format;
          const { text: made, printed = "" } = format.render(report, env);
          expect(made, name).to.not.match(HARMFUL);
          expect(
            printed.replace(
              /^::notice title=Autograding (?:complete::Points 4\/10|report::[^:\n]+:4,"maxPoints":10\})\n/gm,
              "",
            ),
          ).to.equal("");
          expect(made, name).to.not.match(/^\s*(?:::|##\[)/m);
        }
        const page = renderHtml(report);
        expect(page).to.not.match(/<script|<img|<!--/);
      }),
      RUNS,
    );
  });

  it("escapes what a notice of GitHub Actions takes for an end", () => {
    expect(workflowNotice("a,b:c%", "x\r\ny%0A")).to.equal("::notice title=a%2Cb%3Ac%25::x%0D%0Ay%250A\n");
  });

  it("gives GitHub Classroom's reporter no line that it would print as an order", () => {
    const [classroom] = REPORT_FORMATS.filter(({ name }) => name === "github-classroom");
    const { text } = classroom!.render(reportThatSays(`::error::x\n${FULL_MARKS}`), {});
    const { tests } = JSON.parse(Buffer.from(text.slice("result=".length), "base64").toString()) as {
      tests: { message: string }[];
    };
    expect(tests[1]?.message)
      .to.match(/^│ ::error::x\n│ sum: Adding up\n/)
      .and.to.not.match(/^::/m);
  });
});
