import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import type { CodeProblem, GradeReport, TestReport } from "../GradeReport";
import { isReportOfFullMarks } from "../isReportOfFullMarks";
import { orderedReportFailures } from "./orderedReportFailures";
import { sourceFrame } from "../source/sourceFrame";
import type { SubmissionSource } from "../source/SubmissionSource";
import { hasStubInReport } from "./hasStubInReport";
import { reportLeftOutWords } from "./reportLeftOutWords";
import { quotedAlone, quotedBelow } from "toolkit/text/quote";
import { cutText } from "toolkit/text/studentText";
import { stubText } from "../../protocol/stubText";
import { placeOfReportFailure } from "./renderReportFailure";
import { explainCommandOf, renderStartHere } from "./renderStartHere";
import { reportEarlierSubmissionWords } from "./reportDeadlineWords";
import { reportOfUnseenFailure } from "../reportOfUnseenFailure";
import { summaryLine } from "./summaryLine";
import { reportTextWithinLimit } from "../reportWithinLimit";

/** Bytes for a terminal: more than anybody reads. */
const MOST_TERMINAL_BYTES = 1_000_000;

/** How a report is shown in a terminal. */
export interface RenderTerminalOptions {
  readonly color: boolean;
  /** Where the report's pictures and replays are, as the user knows it. Default: reports/LAB. */
  readonly folder?: string;
  /** The code that was graded: its lines are shown, and places lead to where it lies. Default: places alone. */
  readonly source?: SubmissionSource;
  /** What chose the submission on the command line; see Submission. Default: nothing. */
  readonly flags?: string;
  /** Whether the report is written as a page. Default: yes. */
  readonly hasPage?: boolean;
  /** What has changed since the last grading, a line. Default: nothing is said of it. */
  readonly since?: string | undefined;
}

/**
 * The report as a terminal shows it: the one failure to start with in full, and a line for each of the others. Prints
 * nothing by itself.
 */
export function renderTerminal(report: GradeReport, options: RenderTerminalOptions): string {
  return reportTextWithinLimit(report, (told) => renderReportLines(told, options), MOST_TERMINAL_BYTES);
}

function renderReportLines(
  report: GradeReport,
  {
    color,
    folder = `reports/${report.lab}`,
    source,
    flags = "",
    since,
    hasPage = true,
  }: RenderTerminalOptions,
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  // One syntax error fails every test in the same way; it is shown once.
  const groups = report.syntaxErrors.length > 0 ? [] : orderedReportFailures(report);
  const written = groups
    .map((tests) => tests.filter((test) => !hasStubInReport(test)))
    .filter(({ length }) => length > 0);
  const stubs = groups
    .map((tests) => tests.filter((test) => hasStubInReport(test) && test.optional !== true))
    .filter(({ length }) => length > 0);
  const earlier = reportEarlierSubmissionWords(report);
  const leftOut = reportLeftOutWords(report);
  const blocks = [
    paint.bold(`${report.lab}: ${report.title}`),
    // Where nothing could run, there is one thing to say.
    ...(report.syntaxErrors.length > 0 ? [] : [testsTableLines(report, paint)]),
    ...codeProblemsLines("Does not parse; no test can run", report.syntaxErrors, {
      more: report.moreSyntaxErrors,
      paint: paint.red,
      source,
      frames: true,
    }),
    ...stubsLines(stubs, paint, source),
    ...renderStartHere(written, { paint, folder, source, command: explainCommandOf(report, flags) }),
    ...report.tests.flatMap((test) => toldApartLine(test, paint)),
    ...troublesLines(report, paint),
    ...codeProblemsLines("Type errors (they cost no points)", report.typeErrors, {
      more: report.moreTypeErrors,
      paint: paint.yellow,
      source,
      frames: false,
    }),
    ...[report.typeCheckProblem, report.lateDays.problem, report.deadline?.problem, leftOut].flatMap(
      (text) => (text === undefined ? [] : [paint.yellow(quotedAlone(text, 0))]),
    ),
    ...[earlier, since].filter((text) => text !== undefined),
    (isReportOfFullMarks(report) ? paint.green : paint.red)(summaryLine(report)),
    ...(hasPage && groups.flat().some(({ failure }) => failure !== undefined && "picture" in failure)
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

/** Characters of a stub's text. */
const MOST_STUB_CHARACTERS = 120;

/** Where nothing is written yet, there is nothing to look into: a line for each place, and the tests that end there. */
function stubsLines(
  groups: readonly (readonly TestReport[])[],
  paint: ChalkInstance,
  source: SubmissionSource | undefined,
): string[] {
  const lines = groups.flatMap(([{ name, failure } = noTest, ...others]) => {
    const text = failure && stubText(failure);
    if (text === undefined) return [];
    // A detail names its own place.
    const where = failure?.message === text ? placeOfReportFailure(failure, source) : undefined;
    const at = where === undefined ? "" : ` (${where})`;
    const also = others.length === 0 ? "" : `\n    the same: ${others.map((other) => other.name).join(", ")}`;
    return [`  ${paint.red("✗")} ${name}:${quotedBelow(cutText(text, MOST_STUB_CHARACTERS), 4)}${at}${also}`];
  });
  return lines.length === 0 ? [] : [["Not written yet:", ...lines].join("\n")];
}

const noTest: Pick<TestReport, "name" | "failure"> = { name: "" };

/** Of code problems, so many are listed, and so many with a frame of code. */
const MOST_PROBLEMS = 10;
const MOST_FRAMES = 3;

interface CodeProblemsLook {
  /** How many were found besides those that are listed. */
  readonly more: number | undefined;
  readonly paint: (text: string) => string;
  readonly source: SubmissionSource | undefined;
  /** Whether the first of them are shown with their lines. */
  readonly frames: boolean;
}

/** Places in files, as editors turn them into links; more of them were found than are listed. */
function codeProblemsLines(
  title: string,
  found: readonly CodeProblem[],
  { more, paint, source, frames }: CodeProblemsLook,
): string[] {
  if (found.length === 0) return [];
  const lines = found.slice(0, MOST_PROBLEMS).map((problem, index) => {
    const { message, code } = problem;
    const place = quotedAlone(placeOfReportFailure(problem, source) ?? "", 2);
    const what = quotedBelow(`${code === undefined ? "" : `${code} `}${message}`, 4);
    const frame = frames && source !== undefined && index < MOST_FRAMES ? sourceFrame(source, problem) : [];
    return [`${place}${what.startsWith("\n") ? "" : " "}${what}`, ...frame.map((line) => `    ${line}`)].join(
      "\n",
    );
  });
  const left = found.length - lines.length + (more ?? 0);
  if (left > 0) lines.push(`  … and ${String(left)} more`);
  return [[paint(`${title}:`), ...lines].join("\n")];
}
