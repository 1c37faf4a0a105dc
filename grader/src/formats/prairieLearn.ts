import type { GradeReport } from "../report/GradeReport";
import { summaryLine } from "../report/summaryLine";
import type { Format } from "./Format";
import { whyNot, whyNotLines } from "./whyNot";

/**
 * The results of an external grader for PrairieLearn. Code that does not parse is not gradable, which costs the
 * student no attempt; nor is a submission of which a test could not be judged.
 *
 * Source: PrairieLearn's documentation, "External grading".
 */
export const prairieLearn: Format = {
  name: "prairielearn",
  purpose: "PrairieLearn: results.json of an external grader",
  file: "prairielearn.json",
  render: (report) => ({ text: `${JSON.stringify(results(report), null, 2)}\n` }),
};

function results(report: GradeReport): object {
  const { score, maxScore, syntaxErrors, typeErrors, troubles } = report;
  const places = (
    found: readonly { file: string; line: number; column: number; message: string }[],
  ): string =>
    found
      .map(({ file, line, column, message }) => `${file}:${String(line)}:${String(column)} ${message}`)
      .join("\n");
  return {
    gradable: syntaxErrors.length === 0 && troubles === undefined,
    ...(troubles === undefined ? { score: maxScore === 0 ? 0 : score / maxScore } : {}),
    message: syntaxErrors.length === 0 ? summaryLine(report) : `does not parse:\n${places(syntaxErrors)}`,
    output: places(typeErrors),
    tests: report.tests.map((test) => {
      const why = whyNot(test, report);
      const { name, optional, description } = test;
      return {
        name: optional === true ? `${name} (optional)` : name,
        description,
        points: test.score,
        max_points: test.maxScore,
        message: why?.message ?? "",
        output: why === undefined ? "" : whyNotLines(why).slice(1).join("\n"),
      };
    }),
  };
}
