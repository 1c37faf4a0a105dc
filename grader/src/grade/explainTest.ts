import { Chalk } from "chalk";
import { EXIT } from "toolkit/cli/EXIT";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { selectTests } from "../labs/selectTests";
import { lastGradingFingerprint } from "../last/lastGradingFingerprint";
import { exitCodeOfReport } from "../report/exitCodeOfReport";
import type { TestReport } from "../report/GradeReport";
import { renderReportFailure } from "../report/render/renderReportFailure";
import { SubmissionSource } from "../report/source/SubmissionSource";
import { writeReportArtifacts } from "../report/write/writeReportArtifacts";
import type { GradeContext } from "./GradeContext";
import { gradeOnce } from "./gradeOnce";
import type { GradeOptions } from "./GradeOptions";
import { gradingIsolation } from "./gradingIsolation";
import { namedReportFolder, reportPlaces } from "./gradePlaces";
import { keepGrade, lastGradingOf, tellGrade, type GradedSubmission } from "./tellGrade";

/**
 * Shows why one test fails, with everything that the report has of it: from the last grading where nothing has changed
 * since, else by running that test. The lab's report stays as it is. Returns the exit code. Throws ToolError.
 */
export async function explainTest(
  name: string,
  options: GradeOptions,
  context: GradeContext,
): Promise<number> {
  const { root, cwd, print } = context;
  const lab = readLab(root, options.lab);
  const tests = selectTests(lab, { tests: [name] });
  const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  const graded: GradedSubmission = { lab, submission, options };
  try {
    const code = lastGradingFingerprint(lab, submission);
    const known = lastGradingOf(lab.name, options, context).reportOf(name, { flags: submission.flags, code });
    if (known !== undefined) {
      print(explainedTest(known, graded, context));
      return known.status === "passed" ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    }
    const { report, artifacts } = await gradeOnce({
      lab,
      submission,
      tests,
      options,
      isolation: gradingIsolation(lab, options.isolation, { hasSecrets: false }),
      ...(context.signal === undefined ? {} : { signal: context.signal }),
      ...(context.checkTypes === undefined ? {} : { checkTypes: context.checkTypes }),
    });
    const { folder } = reportPlaces(options, lab.name, context);
    const source = new SubmissionSource(submission, cwd);
    writeReportArtifacts(folder, artifacts, () => report.tests[0]?.failure, source);
    tellGrade(report, graded, context);
    keepGrade(report, graded, context);
    return exitCodeOfReport(report);
  } finally {
    submission.dispose();
  }
}

function explainedTest(
  { name, failure, seeds }: TestReport,
  { lab, submission, options }: GradedSubmission,
  { color, cwd }: GradeContext,
): string {
  if (failure === undefined)
    return `✓ ${name} passed when it was last graded, over ${String(seeds.run)} seeds; nothing has changed since\n`;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const source = new SubmissionSource(submission, cwd);
  return `${renderReportFailure(name, failure, { paint, folder: namedReportFolder(options, lab.name), source })}\n`;
}
