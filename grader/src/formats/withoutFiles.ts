import type { GradeReport } from "../report/GradeReport";

/** A report that names no files beside it: for places where pictures and replays do not go with it. */
export function withoutFiles(report: GradeReport): GradeReport {
  return {
    ...report,
    tests: report.tests.map(({ failure, ...test }) => {
      if (failure === undefined) return test;
      const words = { ...failure };
      delete words.picture;
      delete words.replayFile;
      delete words.replayCause;
      return { ...test, failure: words };
    }),
  };
}
