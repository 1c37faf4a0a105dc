import type { GradeReport, TestReport } from "../report/GradeReport";
import type { ReportFormat } from "./common/ReportFormat";
import { isUnjudgedTest, whyNotGraded, whyNotGradedLines } from "./common/whyNotGraded";

/**
 * Common Test Report Format. It knows no points, so these are in `extra`, of the summary and of each test.
 *
 * Source: the CTRF specification, version 0.0.0.
 */
export const ctrfFormat: ReportFormat = {
  name: "ctrf",
  purpose: "Common Test Report Format, JSON",
  file: "ctrf-report.json",
  render: (report) => ({ text: `${JSON.stringify(ctrfDocument(report), null, 2)}\n` }),
};

function ctrfDocument(report: GradeReport): object {
  const {
    lab,
    title,
    tests,
    score,
    maxScore,
    optional,
    hidden,
    isolation,
    lateDays,
    leftOut,
    troubles,
    deadline,
    startedAt,
    elapsedMs,
  } = report;
  const start = Date.parse(startedAt);
  const of = (wanted: TestReport["status"]): number => tests.filter(({ status }) => status === wanted).length;
  return {
    reportFormat: "CTRF",
    specVersion: "0.0.0",
    timestamp: startedAt,
    results: {
      tool: { name: "distributed-kv-labs", extra: { lab, title } },
      summary: {
        tests: tests.length,
        passed: of("passed"),
        failed: of("failed"),
        skipped: 0,
        pending: 0,
        // A test that did not run was neither passed over on purpose nor put off.
        other: of("not-run"),
        start,
        stop: start + Math.round(elapsedMs),
        extra: {
          // A score that is not final is left out.
          ...(troubles === undefined ? { score } : { troubles }),
          maxScore,
          lateDays: lateDays.days,
          ...(isolation === undefined ? {} : { isolation }),
          ...(leftOut === undefined ? {} : { leftOut }),
          ...(deadline === undefined ? {} : { deadline }),
          ...(optional === undefined ? {} : { optional }),
          ...(hidden === undefined ? {} : { hidden }),
        },
      },
      tests: tests.map((test) => ctrfTest(report, test)),
    },
  };
}

function ctrfTest(report: GradeReport, test: TestReport): object {
  const { lab, parts } = report;
  const { name, part, optional, hidden, description, status, score, maxScore, seeds, elapsedMs } = test;
  const why = whyNotGraded(test, report);
  const title = parts.find((one) => one.part === part)?.title ?? "";
  return {
    name,
    status: status === "not-run" ? "other" : status,
    duration: Math.round(elapsedMs),
    suite: [lab, `part ${String(part)}: ${title}`],
    rawStatus: status,
    ...(why === undefined ? {} : { message: why.message, trace: whyNotGradedLines(why).join("\n") }),
    extra: {
      ...(isUnjudgedTest(test, report) ? {} : { score }),
      maxScore,
      description,
      seeds,
      ...(optional === true ? { optional } : {}),
      ...(hidden === true ? { hidden } : {}),
      ...(why?.hint === undefined ? {} : { hint: why.hint }),
      ...(why?.replay === undefined ? {} : { replay: why.replay }),
    },
  };
}
