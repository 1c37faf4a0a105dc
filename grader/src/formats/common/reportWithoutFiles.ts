import type { GradeReport } from "../../report/GradeReport";
import { failureWithoutFields } from "../../report/failureWithoutFields";
import { replayInOwnRepository } from "./replayInOwnRepository";

/** A report that names no files of this machine: for places where pictures, replays and submissions do not go with it. */
export function reportWithoutFiles(report: GradeReport): GradeReport {
  return {
    ...report,
    tests: report.tests.map(({ failure, ...test }) => {
      if (failure === undefined) return test;
      const words = { ...failure, replay: replayInOwnRepository(failure.replay) };
      return { ...test, failure: failureWithoutFields(words, ["picture", "replayFile", "replayCause"]) };
    }),
  };
}
