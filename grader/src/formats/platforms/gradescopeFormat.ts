import { reportDeadlineWords, reportEarlierSubmissionWords } from "../../report/render/reportDeadlineWords";
import { quotedAlone } from "toolkit/text/quote";
import { reportFailureMarkdown } from "../../report/render/renderMarkdown";
import type { GradeReport, TestReport } from "../../report/GradeReport";
import { reportLeftOutWords } from "../../report/render/reportLeftOutWords";
import { summaryLine } from "../../report/render/summaryLine";
import { ToolError } from "toolkit/cli/ToolError";
import type { ReportFormat } from "../common/ReportFormat";
import type { Environment } from "toolkit/cli/Environment";
import { placeLines } from "../common/placeLines";
import { whyNotGraded } from "../common/whyNotGraded";
import { reportWithoutFiles } from "../common/reportWithoutFiles";

/**
 * `results.json` of Gradescope. Its `score` overrides the sum of the tests, so optional parts can be among them.
 *
 * Source: Gradescope's documentation for autograders, "Output format".
 */
export const gradescopeFormat: ReportFormat = {
  name: "gradescope",
  purpose: "Gradescope: results.json",
  file: "results.json",
  finalOnly: true,
  check: (env) => void gradescopeVisibilityFrom(env),
  render: (report, env) => ({
    text: `${JSON.stringify(gradescopeResults(reportWithoutFiles(report), gradescopeVisibilityFrom(env)), null, 2)}\n`,
  }),
};

/** When students see something. If a test is not visible yet, Gradescope does not show them their total either. */
export const GRADESCOPE_VISIBILITIES = ["visible", "after_due_date", "after_published", "hidden"] as const;
export type GradescopeVisibility = (typeof GRADESCOPE_VISIBILITIES)[number];

/** The variable that says when students see the results of hidden tests. Default: at once. */
export const GRADESCOPE_HIDDEN_VISIBILITY = "KIT_HIDDEN_VISIBILITY";

function gradescopeVisibilityFrom(env: Environment): GradescopeVisibility {
  const set = env[GRADESCOPE_HIDDEN_VISIBILITY];
  const given = set === undefined || set === "" ? "visible" : set;
  const known = GRADESCOPE_VISIBILITIES.find((one) => one === given);
  if (known !== undefined) return known;
  throw new ToolError(
    `expected ${GRADESCOPE_HIDDEN_VISIBILITY} to be one of ${GRADESCOPE_VISIBILITIES.join(", ")}, got ${JSON.stringify(given)}`,
  );
}

function gradescopeResults(report: GradeReport, ofHidden: GradescopeVisibility): object {
  return {
    score: report.score,
    execution_time: Math.round(report.elapsedMs / 1000),
    output: gradescopeHeadText(report, ofHidden),
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
      ...(report.deadline === undefined ? {} : { deadline: report.deadline }),
      ...(report.hidden === undefined ? {} : { hidden: report.hidden }),
      ...(report.optional === undefined ? {} : { optional: report.optional }),
    },
    tests: report.tests.map((test) => gradescopeTestResult(test, ofHidden)),
  };
}

function gradescopeHeadText(report: GradeReport, ofHidden: GradescopeVisibility): string {
  const { syntaxErrors, moreSyntaxErrors, typeErrors, moreTypeErrors, lateDays, deadline } = report;
  const earlier = [reportEarlierSubmissionWords(report) ?? []].flat();
  return [
    // Points would tell what is not to be seen yet.
    ...(report.hidden === undefined || ofHidden === "visible"
      ? [summaryLine(report), ...earlier]
      : [reportDeadlineWords(report).replace(/^, /, "")].filter((words) => words !== "")),
    ...placeLines(syntaxErrors, moreSyntaxErrors),
    ...placeLines(typeErrors, moreTypeErrors),
    ...[report.typeCheckProblem, reportLeftOutWords(report), lateDays.problem, deadline?.problem].flatMap(
      (text) => (text === undefined ? [] : [quotedAlone(text, 0)]),
    ),
  ].join("\n");
}

function gradescopeTestResult(test: TestReport, ofHidden: GradescopeVisibility): object {
  const { name, part, description, optional, hidden, status, score, maxScore, seeds } = test;
  return {
    name: optional === true ? `${name} (optional)` : name,
    number: String(part),
    score,
    max_score: maxScore,
    status: status === "passed" ? "passed" : "failed",
    output:
      status === "passed" ? description : reportFailureMarkdown(test) || (whyNotGraded(test)?.message ?? ""),
    tags: [
      `part ${String(part)}`,
      ...(optional === true ? ["optional"] : []),
      ...(hidden === true ? ["hidden"] : []),
    ],
    visibility: hidden === true ? ofHidden : "visible",
    extra_data: { test: name, seeds },
  };
}
