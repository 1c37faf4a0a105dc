import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import type { CodeProblem, GradeReport, TestReport } from "../GradeReport";
import { isReportOfFullMarks } from "../isReportOfFullMarks";
import { hasStubInReport } from "./hasStubInReport";
import { reportLeftOutWords } from "./reportLeftOutWords";
import { quotedAlone, quotedBelow } from "toolkit/text/quote";
import { stubText } from "../../protocol/stubText";
import { placeOfReportFailure, renderReportFailure } from "./renderReportFailure";
import { reportEarlierSubmissionWords } from "./reportDeadlineWords";
import { reportOfUnseenFailure } from "../reportOfUnseenFailure";
import { summaryLine } from "./summaryLine";
import { reportTextWithinLimit } from "../reportWithinLimit";

/** Bytes for a terminal: more than anybody reads. */
const MOST_TERMINAL_BYTES = 1_000_000;

/** How a terminal shows a report. */
export interface TerminalOptions {
  readonly color: boolean;
  /** Where the report's pictures and replays are, as the user knows it. Default: reports/LAB. */
  readonly folder?: string;
}

/** The report as a terminal shows it. Prints nothing by itself. */
export function renderTerminal(report: GradeReport, options: TerminalOptions): string {
  return reportTextWithinLimit(report, (told) => renderReportLines(told, options), MOST_TERMINAL_BYTES);
}

function renderReportLines(
  report: GradeReport,
  { color, folder = `reports/${report.lab}` }: TerminalOptions,
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const failed = report.tests.filter(({ failure }) => failure !== undefined);
  // One syntax error fails every test in the same way; it is shown once.
  const shown =
    report.syntaxErrors.length > 0
      ? []
      : failed.filter((test) => test.optional !== true || !hasStubInReport(test));
  const earlier = reportEarlierSubmissionWords(report);
  const leftOut = reportLeftOutWords(report);
  const blocks = [
    paint.bold(`${report.lab}: ${report.title}`),
    testsTableLines(report, paint),
    ...codeProblemsLines(
      "Does not parse; no test can run",
      report.syntaxErrors,
      report.moreSyntaxErrors,
      paint.red,
    ),
    ...stubsLines(shown, paint),
    ...shown
      .filter((test) => !hasStubInReport(test))
      .flatMap(({ name, failure }) =>
        failure === undefined ? [] : [renderReportFailure(name, failure, { paint, folder })],
      ),
    ...report.tests.flatMap((test) => toldApartLine(test, paint)),
    ...troublesLines(report, paint),
    ...codeProblemsLines(
      "Type errors (they cost no points)",
      report.typeErrors,
      report.moreTypeErrors,
      paint.yellow,
    ),
    ...[report.typeCheckProblem, report.lateDays.problem, report.deadline?.problem, leftOut].flatMap(
      (text) => (text === undefined ? [] : [paint.yellow(quotedAlone(text, 0))]),
    ),
    ...(earlier === undefined ? [] : [earlier]),
    (isReportOfFullMarks(report) ? paint.green : paint.red)(summaryLine(report)),
    ...(failed.some(({ failure }) => failure !== undefined && "picture" in failure)
      ? [`With pictures: ${folder}/index.html`]
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function testsTableLines(report: GradeReport, paint: ChalkInstance): string {
  const rows = new Table({
    head: ["Part", "Test", "Points", "Seeds", "Time"],
    colAligns: ["left", "left", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const test of report.tests) {
    const { part, name, optional, hidden, status, score, maxScore, elapsedMs } = test;
    const mark = { passed: paint.green("✓"), failed: paint.red("✗"), "not-run": paint.yellow("–") }[status];
    rows.push([
      String(part),
      `${mark} ${name}${optional === true ? paint.dim(" (optional)") : ""}${hidden === true ? paint.dim(" (hidden)") : ""}`,
      `${String(score)}/${String(maxScore)}`,
      seedsCellText(test),
      `${(elapsedMs / 1000).toFixed(2)} s`,
    ]);
  }
  return rows.toString();
}

/** What may be said of a hidden test, or of one that fails with secret seeds only. */
function toldApartLine(test: TestReport, paint: ChalkInstance): string[] {
  const apart = reportOfUnseenFailure(test);
  if (apart === undefined) return [];
  return [
    `${paint.red.bold(`✗ ${test.name}`)}: ${apart.message}\n  ${paint.cyan("hint")}      ${apart.hint}`,
  ];
}

/** Tests without a verdict. */
function troublesLines({ troubles: found = [] }: GradeReport, paint: ChalkInstance): string[] {
  if (found.length === 0) return [];
  const lines = found.map(({ test, message }) => `  ${paint.yellow("?")} ${test}: ${message}`);
  return [[paint.yellow("Not judged; this says nothing about the code:"), ...lines].join("\n")];
}

function seedsCellText({ status, seeds: { run, failed } }: TestReport): string {
  if (status === "not-run") return "not run";
  return failed === 0 ? String(run) : `${String(failed)} of ${String(run)} failed`;
}

/** Where nothing is written yet, there is nothing to look into: a line for each test. */
function stubsLines(tests: readonly TestReport[], paint: ChalkInstance): string[] {
  const lines = tests.flatMap(({ name, failure }) => {
    const text = failure && stubText(failure);
    if (text === undefined) return [];
    // A detail names its own place.
    const where = failure?.message === text ? placeOfReportFailure(failure) : undefined;
    const at = where === undefined ? "" : ` (${where})`;
    return [`  ${paint.red("✗")} ${name}:${quotedBelow(text, 4)}${at}`];
  });
  return lines.length === 0 ? [] : [["Not written yet:", ...lines].join("\n")];
}

/** Places in files, as editors turn them into links; more of them were found than are listed. */
function codeProblemsLines(
  title: string,
  found: readonly CodeProblem[],
  more: number | undefined,
  paint: (text: string) => string,
): string[] {
  if (found.length === 0) return [];
  const MOST = 20;
  const lines = found.slice(0, MOST).map(({ file, line, column, message, code }) => {
    const place = quotedAlone(`${file}:${String(line)}:${String(column)}`, 2);
    const what = quotedBelow(`${code === undefined ? "" : `${code} `}${message}`, 4);
    return `${place}${what.startsWith("\n") ? "" : " "}${what}`;
  });
  const left = found.length - lines.length + (more ?? 0);
  if (left > 0) lines.push(`  … and ${String(left)} more`);
  return [[paint(`${title}:`), ...lines].join("\n")];
}
