import { readDeadline } from "../deadline/readDeadline";
import { checkFormats, tellUnwrittenFormats, writeFormats } from "../formats/writeFormats";
import { gradeOnce, seedsToGrade } from "./gradeOnce";
import type { GradeOptions } from "./GradeOptions";
import { gradingIsolation } from "./gradingIsolation";
import { formatPlaces, reportPlaces } from "./gradePlaces";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { selectTests } from "../labs/selectTests";
import { withHiddenTests } from "../labs/withHiddenTests";
import { gradeProgressBar } from "./gradeProgress";
import type { GradeReport } from "../report/GradeReport";
import { SubmissionSource } from "../report/source/SubmissionSource";
import { writeReports } from "../report/write/writeReports";
import { secretSeedsOf } from "./secretSeeds";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { GradeContext } from "./GradeContext";
import { keepGrade, type GradedSubmission } from "./tellGrade";

/**
 * Grades one lab and writes its reports. Throws ToolError when it cannot be graded.
 *
 * @param show called with the report before anything is written, and while the submission's copy is there
 */
export async function gradeLab(
  options: GradeOptions,
  context: GradeContext,
  show: (report: GradeReport, graded: GradedSubmission) => void,
): Promise<GradeReport> {
  const { root, cwd, signal, checkTypes } = context;
  const lab = withHiddenTests(readLab(root, options.lab), options, context);
  const tests = selectTests(lab, options);
  checkFormats(options.formats, context.env ?? {});
  const secretSeeds = secretSeedsOf(options, context);
  const isolation = gradingIsolation(lab, options.isolation, {
    hasSecrets: secretSeeds.length > 0 || lab.hidden !== undefined,
  });
  const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  const total = tests.reduce((sum, test) => sum + seedsToGrade(lab, test, options).length, 0);
  const progress = gradeProgressBar(context, total);
  try {
    const handedIn = readDeadline(options, { folder: submission.original, cwd });
    const { report, artifacts } = await gradeOnce({
      lab,
      submission,
      tests,
      options,
      secretSeeds,
      isolation,
      handedIn,
      onProgress: progress.tell,
      ...(signal === undefined ? {} : { signal }),
      ...(checkTypes === undefined ? {} : { checkTypes }),
    });
    progress.stop();
    const graded = { lab, submission, options };
    show(report, graded);
    writeReports(report, artifacts, {
      ...reportPlaces(options, lab.name, context),
      source: new SubmissionSource(submission, cwd),
    });
    keepGrade(report, graded, context);
    tellUnwrittenFormats(
      writeFormats(report, options.formats, formatPlaces(options, lab.name, context)),
      context,
    );
    return report;
  } finally {
    progress.stop();
    submission.dispose();
  }
}
