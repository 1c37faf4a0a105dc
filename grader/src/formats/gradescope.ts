import { failureSection } from "../report/renderMarkdown";
import type { GradeReport, TestReport } from "../report/GradeReport";
import { summaryLine } from "../report/summaryLine";
import type { Format } from "./Format";
import { withoutFiles } from "./withoutFiles";

/**
 * `results.json` of Gradescope. Its `score` overrides the sum of the tests, so optional parts can be among them.
 *
 * Source: Gradescope's documentation for autograders, "Output format".
 */
export const gradescope: Format = {
  name: "gradescope",
  purpose: "Gradescope: results.json",
  file: "results.json",
  render: (report) => ({ text: `${JSON.stringify(results(withoutFiles(report)), null, 2)}\n` }),
};

function results(report: GradeReport): object {
  return {
    score: report.score,
    execution_time: Math.round(report.elapsedMs / 1000),
    output: headOf(report),
    output_format: "text",
    test_output_format: "md",
    test_name_format: "text",
    visibility: "visible",
    // What the kit prints says nothing that the report does not say.
    stdout_visibility: "hidden",
    extra_data: {
      lab: report.lab,
      max_score: report.maxScore,
      late_days: report.lateDays.days,
      ...(report.optional === undefined ? {} : { optional: report.optional }),
    },
    tests: report.tests.map(testResult),
  };
}

function headOf(report: GradeReport): string {
  const places = [...report.syntaxErrors, ...report.typeErrors].map(
    ({ file, line, column, message }) => `${file}:${String(line)}:${String(column)} ${message}`,
  );
  return [
    summaryLine(report),
    ...places,
    ...(report.typeCheckProblem === undefined ? [] : [report.typeCheckProblem]),
    ...(report.lateDays.problem === undefined ? [] : [report.lateDays.problem]),
  ].join("\n");
}

function testResult(test: TestReport): object {
  const { name, part, description, optional, status, score, maxScore, seeds } = test;
  return {
    name: optional === true ? `${name} (optional)` : name,
    number: String(part),
    score,
    max_score: maxScore,
    status: status === "passed" ? "passed" : "failed",
    output: status === "passed" ? description : failureSection(test),
    tags: [`part ${String(part)}`, ...(optional === true ? ["optional"] : [])],
    visibility: "visible",
    extra_data: { test: name, seeds },
  };
}
