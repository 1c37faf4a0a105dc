import type { GradeReport } from "./GradeReport";

/**
 * Whether every test that counts has passed: those of optional parts count when nothing else was asked for.
 * Points alone do not tell: a test may be worth none.
 */
export function isReportOfFullMarks({ tests }: GradeReport): boolean {
  const required = tests.filter(({ optional }) => optional !== true);
  const counting = required.length === 0 ? tests : required;
  return counting.length > 0 && counting.every(({ status }) => status === "passed");
}
