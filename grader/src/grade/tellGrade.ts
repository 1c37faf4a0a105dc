import { lastGradingFingerprint } from "../last/lastGradingFingerprint";
import { LastGrading } from "../last/LastGrading";
import { sinceLastGrading } from "../last/sinceLastGrading";
import type { GradeReport } from "../report/GradeReport";
import { summaryLine } from "../report/render/summaryLine";
import { renderTerminal } from "../report/render/terminal/renderTerminal";
import { SubmissionSource } from "../report/source/SubmissionSource";
import type { Submission } from "toolkit/submission/findSubmission";
import type { Lab } from "toolkit/labs/readLab";
import { hasReport } from "../report/write/writeReports";
import type { GradeContext } from "./GradeContext";
import type { GradeOptions } from "./GradeOptions";
import { namedReportFolder, reportPlaces } from "./gradePlaces";

/** What was graded, and how. */
export interface GradedSubmission {
  readonly lab: Lab;
  readonly submission: Submission;
  readonly options: GradeOptions;
}

/** Prints a report, with what has changed since the last one. */
export function tellGrade(report: GradeReport, graded: GradedSubmission, context: GradeContext): void {
  const { submission, options } = graded;
  const { print, color, cwd } = context;
  const { flags } = submission;
  const { folder, keepsReport } = reportPlaces(options, report.lab, context);
  print(
    renderTerminal(report, {
      color,
      folder: namedReportFolder(options, report.lab),
      flags,
      source: new SubmissionSource(submission, cwd),
      hasPage: keepsReport !== true || !hasReport(folder),
      since: sinceWords(report, graded, context),
    }),
  );
}

/** Prints what a report adds to one of some of its tests that has just been printed: all of it where another test fails. */
export function tellRestOfGrade(
  report: GradeReport,
  told: GradeReport,
  graded: GradedSubmission,
  context: GradeContext,
): void {
  if (failuresInWords(report) !== failuresInWords(told)) {
    tellGrade(report, graded, context);
    return;
  }
  const since = sinceWords(report, graded, context);
  context.print(
    `\n${["No other test fails.", ...(since === undefined ? [] : [since]), summaryLine(report)].join("\n")}\n`,
  );
}

/** Equal where the same tests fail in the same way. */
function failuresInWords({ tests, troubles = [] }: GradeReport): string {
  const failed = tests
    .filter(({ status }) => status !== "passed")
    .map(({ name, failure }) => [name, failure?.message]);
  return JSON.stringify([failed, troubles]);
}

function sinceWords(
  report: GradeReport,
  { submission: { flags }, options }: GradedSubmission,
  context: GradeContext,
): string | undefined {
  if (!comparesWithOthers(options) || report.syntaxErrors.length > 0) return undefined;
  return sinceLastGrading(report, lastGradingOf(report.lab, options, context).reports(flags));
}

/**
 * Keeps what the tests came to, for the next grading and for `--explain`: nothing where no test ran since the code does
 * not parse. Throws ToolError when it cannot be written.
 */
export function keepGrade(report: GradeReport, graded: GradedSubmission, context: GradeContext): void {
  const { lab, submission, options } = graded;
  if (!comparesWithOthers(options) || report.syntaxErrors.length > 0) return;
  const code = lastGradingFingerprint(lab, submission);
  lastGradingOf(report.lab, options, context).keep(report, { flags: submission.flags, code });
}

/** What is kept of the lab's last gradings. */
export function lastGradingOf(lab: string, options: GradeOptions, context: GradeContext): LastGrading {
  return new LastGrading(reportPlaces(options, lab, context).folder);
}

/** Over other seeds than usual a test may well come to something else. */
function comparesWithOthers({ seed, seeds, secretSeeds }: GradeOptions): boolean {
  return seed === undefined && seeds === undefined && secretSeeds === undefined;
}
