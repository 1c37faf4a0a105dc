import { isReportOfFullMarks } from "../../report/isReportOfFullMarks";
import type { FailureFields } from "../../report/testFailure";
import type { GradeReport } from "../../report/GradeReport";
import type { ReportFormat } from "../common/ReportFormat";
import { whyNotGraded, whyNotGradedLines } from "../common/whyNotGraded";
import { workflowNotice } from "./workflowNotice";

/**
 * The result of GitHub Classroom's autograding actions: a step output `result` for their reporter, and two notices
 * that carry the points by themselves. Classroom, the service, was retired in August 2026; the actions still run.
 * Optional parts are left out, since the reporter adds up all points that it finds.
 *
 * Source: the inputs and outputs of autograding-grading-reporter.
 */
export const githubClassroomFormat: ReportFormat = {
  name: "github-classroom",
  purpose: "GitHub Classroom's autograding actions: a step output and two notices",
  file: "github-classroom.txt",
  finalOnly: true,
  appendTo: "GITHUB_OUTPUT",
  // The outputs of a job have 1 MB together.
  mostBytes: 900_000,
  // A step has one output of that name, and the last one counts.
  oneLab: true,
  render: (report) => ({
    text: `result=${Buffer.from(JSON.stringify(githubClassroomResult(report))).toString("base64")}\n`,
    printed: githubClassroomNotices(report),
  }),
};

function githubClassroomResult(report: GradeReport): object {
  const tests = report.tests.filter(({ optional }) => optional !== true);
  return {
    version: 1,
    status: isReportOfFullMarks(report) ? "pass" : "fail",
    max_score: report.maxScore,
    tests: tests.map((test) => {
      const why = whyNotGraded(test);
      const { name, status, score, elapsedMs, failure } = test;
      const { file = "", line = 0 }: FailureFields = failure ?? {};
      return {
        name,
        status: status === "passed" ? "pass" : "fail",
        score,
        message: why === undefined ? "" : whyNotGradedLines(why).join("\n"),
        test_code: "",
        filename: file,
        // The reporter prints "undefined" for a line that is not there.
        line_no: line,
        duration: elapsedMs,
      };
    }),
  };
}

function githubClassroomNotices({ score, maxScore }: GradeReport): string {
  const totals = JSON.stringify({ totalPoints: score, maxPoints: maxScore });
  return (
    workflowNotice("Autograding complete", `Points ${String(score)}/${String(maxScore)}`) +
    workflowNotice("Autograding report", totals)
  );
}
