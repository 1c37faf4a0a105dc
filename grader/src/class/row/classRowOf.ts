import type { GradeReport, TestReport } from "../../report/GradeReport";
import type { FailureFields } from "../../report/testFailure";
import type { ClassMistake, GradedClassRow } from "./ClassRow";

/** What the table of a class keeps of a report. */
export function classRowOf(report: GradeReport): GradedClassRow {
  const { score, maxScore, optional, lateDays, deadline, tests, troubles = [] } = report;
  const { syntaxErrors, moreSyntaxErrors = 0 } = report;
  const daysLate = deadline?.late?.days;
  const timeUnknown = daysLate === undefined ? deadline?.problem : undefined;
  const broken = syntaxErrors.length + moreSyntaxErrors;
  return {
    kind: "graded",
    score,
    maxScore,
    ...(optional === undefined ? {} : { optional }),
    lateDays: lateDays.days,
    ...(daysLate === undefined ? {} : { daysLate }),
    ...(timeUnknown === undefined ? {} : { timeUnknown }),
    ...(broken === 0 ? {} : { syntaxErrors: broken }),
    tests: tests.map(({ name, score: got, maxScore: most, status, optional: isOptional }) => ({
      name,
      score: got,
      maxScore: most,
      passed: status === "passed",
      ...(isOptional === true ? { optional: true } : {}),
    })),
    mistakes: broken > 0 ? [] : tests.flatMap(mistakeOfTest),
    unjudged: troubles.map(({ test }) => test),
  };
}

function mistakeOfTest({ name, failure, optional }: TestReport): ClassMistake[] {
  if (failure === undefined || optional === true) return [];
  const { cause = [] }: FailureFields = failure;
  return [{ test: name, what: failure.message, cause: [...cause] }];
}
