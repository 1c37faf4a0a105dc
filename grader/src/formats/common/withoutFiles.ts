import type { GradeReport } from "../../report/GradeReport";
import { withoutFields } from "../../report/withoutFields";
import { inOwnRepository } from "./inOwnRepository";

/** A report that names no files of this machine: for places where pictures, replays and submissions do not go with it. */
export function withoutFiles(report: GradeReport): GradeReport {
  return {
    ...report,
    tests: report.tests.map(({ failure, ...test }) => {
      if (failure === undefined) return test;
      const words = { ...failure, replay: inOwnRepository(failure.replay) };
      return { ...test, failure: withoutFields(words, ["picture", "replayFile", "replayCause"]) };
    }),
  };
}
