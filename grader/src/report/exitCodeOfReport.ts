import { EXIT } from "toolkit/cli/EXIT";
import type { GradeReport } from "./GradeReport";
import { isReportOfFullMarks } from "./isReportOfFullMarks";

/** What a command ends with that has made this report: a test that could not be judged is the tool's failure. */
export function exitCodeOfReport(report: GradeReport): number {
  if (report.troubles !== undefined) return EXIT.toolFailed;
  return isReportOfFullMarks(report) ? EXIT.fullMarks : EXIT.lessThanFullMarks;
}
