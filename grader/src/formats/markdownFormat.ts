import { renderMarkdown } from "../report/render/renderMarkdown";
import type { ReportFormat } from "./common/ReportFormat";
import { reportWithoutFiles } from "./common/reportWithoutFiles";

/** The report as Markdown. In GitHub Actions it goes to the summary on the run's page. */
export const markdownFormat: ReportFormat = {
  name: "markdown",
  purpose: "Markdown; in GitHub Actions the summary of the run",
  file: "summary.md",
  appendTo: "GITHUB_STEP_SUMMARY",
  // GitHub shows no summary of a step above 1 MiB.
  mostBytes: 1_000_000,
  render: (report) => ({ text: renderMarkdown(reportWithoutFiles(report)) }),
};
