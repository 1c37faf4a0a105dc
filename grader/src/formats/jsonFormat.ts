import type { ReportFormat } from "./common/ReportFormat";

/** The report itself; docs/grade-report.md describes it. */
export const jsonFormat: ReportFormat = {
  name: "json",
  purpose: "the kit's own report, JSON",
  file: "report.json",
  render: (report) => ({ text: `${JSON.stringify(report, null, 2)}\n` }),
};
