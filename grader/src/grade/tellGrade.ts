import { lastGradingFingerprint } from "../last/lastGradingFingerprint";
import { LastGrading } from "../last/LastGrading";
import { sinceLastGrading } from "../last/sinceLastGrading";
import type { GradeReport } from "../report/GradeReport";
import { renderTerminal } from "../report/render/renderTerminal";
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
      since:
        comparesWithOthers(options) && report.syntaxErrors.length === 0
          ? sinceLastGrading(report, lastGradingOf(report.lab, options, context).reports(flags))
          : undefined,
    }),
  );
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
