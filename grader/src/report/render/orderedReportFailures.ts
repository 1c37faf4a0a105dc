import type { GradeReport, TestReport } from "../GradeReport";

/** Tests with a failure, those that fail alike together, in the order in which to look at them. */
export function orderedReportFailures({ tests, failureGroups }: GradeReport): readonly TestReport[][] {
  const named = (name: string): TestReport[] => {
    const test = tests.find((one) => one.name === name);
    return test?.failure === undefined ? [] : [test];
  };
  const groups = (failureGroups ?? []).map((names) => names.flatMap(named));
  const grouped = new Set(groups.flat());
  // A report that was cut may have lost the end of the list.
  const others = tests.filter((test) => test.failure !== undefined && !grouped.has(test));
  return [...groups, ...others.map((test) => [test])].filter(({ length }) => length > 0);
}

/** All tests that did not pass, in that order; those about which nothing may be told come last. */
export function orderedFailedTests(report: GradeReport): readonly TestReport[] {
  const first = orderedReportFailures(report).flat();
  return [...first, ...report.tests.filter((test) => test.status === "failed" && !first.includes(test))];
}
