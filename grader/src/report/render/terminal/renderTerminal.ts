import { Chalk, type ChalkInstance } from "chalk";
import type { GradeReport, TestReport } from "../../GradeReport";
import { isReportOfFullMarks } from "../../isReportOfFullMarks";
import { orderedReportFailures } from "../orderedReportFailures";
import type { SubmissionSource } from "../../source/SubmissionSource";
import { hasStubInReport } from "../hasStubInReport";
import { reportLeftOutWords } from "../reportLeftOutWords";
import { quotedAlone, quotedBelow } from "toolkit/text/quote";
import { cutText } from "toolkit/text/studentText";
import { stubText } from "../../../protocol/stubText";
import { isSlipCode } from "../../../types/TypeCheck";
import { DOES_NOT_PARSE, renderCodeProblems } from "../renderCodeProblems";
import { placeOfReportFailure } from "../renderReportFailure";
import { explainCommandOf, renderStartHere } from "./renderStartHere";
import { reportEarlierSubmissionWords } from "../reportDeadlineWords";
import { reportOfUnseenFailure } from "../../reportOfUnseenFailure";
import { renderPartLines, renderTestsTable } from "../renderTestsTable";
import { SCREEN_ROWS, screenRows } from "../screenRows";
import { summaryLine } from "../summaryLine";
import { reportTextWithinLimit } from "../../reportWithinLimit";

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
  const isParsed = report.syntaxErrors.length === 0;
  const isWrong = written.length > 0 || stubs.length > 0;
  const above = [
    paint.bold(`${report.lab}: ${report.title}`),
    // Where nothing could run, there is one thing to say.
    ...(isParsed ? [(isWrong ? renderPartLines : renderTestsTable)(report, paint)] : []),
    ...renderCodeProblems(DOES_NOT_PARSE, report.syntaxErrors, {
      more: report.moreSyntaxErrors,
      paint: paint.red,
      source,
      frames: true,
    }),
    ...stubsLines(stubs, paint, source),
  ];
  const below = [
    ...report.tests.flatMap((test) => toldApartLine(test, paint)),
    ...troublesLines(report, paint),
    ...typeErrorsLines(report, { paint, source, isWrong }),
    ...[report.typeCheckProblem, report.lateDays.problem, report.deadline?.problem, leftOut].flatMap(
      (text) => (text === undefined ? [] : [paint.yellow(quotedAlone(text, 0))]),
    ),
    [
      ...[earlier, since].filter((text) => text !== undefined),
      (isReportOfFullMarks(report) ? paint.green : paint.red)(summaryLine(report)),
      ...(hasPage && groups.flat().some(({ failure }) => failure !== undefined && "picture" in failure)
        ? [`With pictures: ${folder}/index.html`]
        : []),
    ].join("\n"),
  ];
  const taken = screenRows([...above, ...below].join("\n\n"));
  const failures = renderStartHere(written, {
    paint,
    folder,
    source,
    command: explainCommandOf(report, flags),
    rows: SCREEN_ROWS - taken,
  });
  return `${[...above, ...failures, ...below].join("\n\n")}\n`;
}

/** Type errors that are listed beside a failure, and so many slips. */
const MOST_TYPE_ERRORS_BESIDE = 3;

/** What the type check found: slips apart, since they are what went wrong more often than not. */
function typeErrorsLines(
  { typeErrors, moreTypeErrors }: GradeReport,
  {
    paint,
    source,
    isWrong,
  }: { paint: ChalkInstance; source: SubmissionSource | undefined; isWrong: boolean },
): string[] {
  const slips = typeErrors.filter(({ code }) => isSlipCode(code));
  const errors = typeErrors.filter(({ code }) => !isSlipCode(code));
  const look = {
    paint: paint.yellow,
    source,
    frames: false,
    ...(isWrong ? { most: MOST_TYPE_ERRORS_BESIDE } : {}),
  };
  return [
    ...renderCodeProblems("Most likely a mistake (costs no points by itself)", slips, {
      ...look,
      more: errors.length === 0 ? moreTypeErrors : 0,
    }),
    ...renderCodeProblems("Type errors (they cost no points)", errors, { ...look, more: moreTypeErrors }),
  ];
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
