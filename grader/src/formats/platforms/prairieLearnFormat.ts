import type { GradeReport } from "../../report/GradeReport";
import { reportLeftOutWords } from "../../report/render/reportLeftOutWords";
import { summaryLine } from "../../report/render/summaryLine";
import type { ReportFormat } from "../common/ReportFormat";
import { placeLines } from "../common/placeLines";
import { whyNotGraded, whyNotGradedLines } from "../common/whyNotGraded";

/**
 * The results of an external grader for PrairieLearn. Code that does not parse is not gradable, which costs the
 * student no attempt; nor is a submission of which a test could not be judged.
 *
 * Source: PrairieLearn's documentation, "External grading".
 */
export const prairieLearnFormat: ReportFormat = {
  name: "prairielearn",
  purpose: "PrairieLearn: results.json of an external grader",
  file: "prairielearn.json",
  render: (report) => ({ text: `${JSON.stringify(prairieLearnResults(report), null, 2)}\n` }),
};

function prairieLearnResults(report: GradeReport): object {
  const { score, maxScore, syntaxErrors, moreSyntaxErrors, typeErrors, moreTypeErrors, troubles } = report;
  const broken = placeLines(syntaxErrors, moreSyntaxErrors);
  return {
    gradable: syntaxErrors.length === 0 && troubles === undefined,
    ...(troubles === undefined ? { score: maxScore === 0 ? 0 : score / maxScore } : {}),
    message: syntaxErrors.length === 0 ? summaryLine(report) : ["does not parse:", ...broken].join("\n"),
    output: [...placeLines(typeErrors, moreTypeErrors), ...[reportLeftOutWords(report) ?? []].flat()].join(
      "\n",
    ),
    tests: report.tests.map((test) => {
      const why = whyNotGraded(test, report);
      const { name, optional, description } = test;
      return {
        name: optional === true ? `${name} (optional)` : name,
        description,
        points: test.score,
        max_points: test.maxScore,
        message: why?.message ?? "",
        output: why === undefined ? "" : whyNotGradedLines(why).slice(1).join("\n"),
      };
    }),
  };
}
