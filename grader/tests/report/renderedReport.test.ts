import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { isReportOfFullMarks } from "../../src/report/isReportOfFullMarks";
import { renderMarkdown } from "../../src/report/render/renderMarkdown";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import { writeReports } from "../../src/report/write/writeReports";
import { ToolError } from "toolkit/cli/ToolError";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { failed, passed, SUM_LAB, sumReport } from "../support/sumReport";

describe("renderTerminal", () => {
  it("shows the table, the failure and the score", () => {
    const text = renderTerminal(sumReport(), { color: false });
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
    const [free] = SUM_LAB.manifest.tests as [ManifestTest];
    const made = sumReport({ tests: [{ ...free, points: 0 }], runs: [{ ...failed, test: free.name }] });
    expect(isReportOfFullMarks(made)).to.equal(false);
    expect(isReportOfFullMarks(sumReport({ tests: [free], runs: [passed] }))).to.equal(true);
  });

  it("uses colours only when asked", () => {
    expect(renderTerminal(sumReport(), { color: true })).to.include("\u001b[");
  });

  it("shows syntax errors once, in place of every failure", () => {
    const problem = { file: "client.ts", line: 4, column: 2, message: "';' expected." };
    const ending = { kind: "syntax-error", problems: [problem] } as const;
    const text = renderTerminal(
      sumReport({
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
    const text = renderTerminal(sumReport({ types, lateDays: { days: 2 } }), { color: false });
    expect(text).to.include("client.ts:4:2  TS2304 no such name").and.to.include("2 late days");
    // What compiles, and is a mistake most likely, is no error of type.
    const slip = { ...error, message: "a Map is {}", code: "map" };
    const both = renderTerminal(sumReport({ types: { kind: "checked", errors: [error, slip] } }), {
      color: false,
    });
    expect(both).to.match(
      /Most likely a mistake \(.*\):\n {2}client\.ts:4:2 {2}map a Map is \{\}\n\nType errors \(.*\):\n {2}client\.ts:4:2 {2}TS2304/,
    );
    const wrong = sumReport({ lateDays: { days: 0, problem: "late.txt is wrong" } });
    expect(renderTerminal(wrong, { color: false })).to.include("late.txt is wrong");
  });
});

describe("renderMarkdown", () => {
  it("keeps student output from turning into markup", () => {
    const text = renderMarkdown(sumReport());
    expect(text).to.include("the sum is \\*wrong\\*").and.to.include("`` `11` ``");
    expect(text).to.include("````text\n1.0 ms  client log: ```\n````");
  });

  it("has a row for each test", () => {
    expect(renderMarkdown(sumReport())).to.include("| 2 | TestMany | failed | 0/6 | 2 | 1 |");
  });
});

describe("writeReports", () => {
  it("writes JSON and Markdown, and a copy where it is asked for", () => {
    const root = temporaryFolder();
    const json = join(root, "deep/er/copy.json");
    writeReports(sumReport(), [], { folder: join(root, "reports/sum"), json });
    const text = readFileSync(join(root, "reports/sum/report.json"), "utf8");
    expect(JSON.parse(text)).to.deep.equal(sumReport());
    expect(readFileSync(json, "utf8")).to.equal(text);
    expect(readFileSync(join(root, "reports/sum/report.md"), "utf8")).to.equal(renderMarkdown(sumReport()));
  });

  it("says which file cannot be written", () => {
    const root = temporaryFolder({ reports: "a file in the way" });
    expect(() => {
      writeReports(sumReport(), [], { folder: join(root, "reports/sum") });
    }).to.throw(ToolError, /expected to write .*report\.json/);
  });
});
