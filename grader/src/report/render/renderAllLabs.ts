import { Chalk } from "chalk";
import Table from "cli-table3";
import type { GradeReport } from "../GradeReport";
import { isReportOfFullMarks } from "../isReportOfFullMarks";

/**
 * Several labs in one table, as a terminal shows it.
 *
 * @param folderOf where a lab's report is. Default: reports/LAB
 * @param complete whether these are all labs; false when some could not be graded
 */
export function renderAllLabs(
  reports: readonly GradeReport[],
  {
    color,
    complete,
    folderOf = (lab) => `reports/${lab}`,
  }: {
    readonly color: boolean;
    readonly complete: boolean;
    readonly folderOf?: (lab: string) => string;
  },
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const rows = new Table({
    head: ["Lab", "Title", "Points", "Optional", "Tests", "Time"],
    colAligns: ["left", "left", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const report of reports) {
    const { lab, title, score, maxScore, optional, tests, elapsedMs } = report;
    const passed = tests.filter(({ status }) => status === "passed").length;
    rows.push([
      `${isReportOfFullMarks(report) ? paint.green("✓") : paint.red("✗")} ${lab}`,
      title,
      `${String(score)}/${String(maxScore)}`,
      optional === undefined ? "" : `${String(optional.score)}/${String(optional.maxScore)}`,
      `${String(passed)}/${String(tests.length)}`,
      `${(elapsedMs / 1000).toFixed(1)} s`,
    ]);
  }
  const score = reports.reduce((sum, report) => sum + report.score, 0);
  const most = reports.reduce((sum, report) => sum + report.maxScore, 0);
  const whole = reports.every(isReportOfFullMarks) ? paint.green : paint.red;
  const less = reports
    .filter((report) => !isReportOfFullMarks(report))
    .map(({ lab }) => `${folderOf(lab)}/index.html`);
  const unjudged = reports.filter(({ troubles }) => troubles !== undefined).map(({ lab }) => lab);
  return `${[
    rows.toString(),
    ...(unjudged.length === 0
      ? []
      : [paint.yellow(`Not final: tests of ${unjudged.join(", ")} could not be judged; grade again`)]),
    whole(
      `Score of ${complete ? "all labs" : reports.map(({ lab }) => lab).join(", ")}: ${String(score)} of ${String(most)} points`,
    ),
    ...(less.length === 0 ? [] : [`Why points are missing: ${less.join(", ")}`]),
  ].join("\n\n")}\n`;
}
