import type { GradeReport } from "./GradeReport";

/** Whether every test of the report passed. Points alone do not tell: a test may be worth none. */
export function isFullMarks({ tests }: GradeReport): boolean {
  return tests.length > 0 && tests.every(({ status }) => status === "passed");
}
