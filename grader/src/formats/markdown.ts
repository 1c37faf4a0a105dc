import { renderMarkdown } from "../report/render/renderMarkdown";
import type { Format } from "./common/Format";
import { withoutFiles } from "./common/withoutFiles";

/** The report as Markdown. In GitHub Actions it goes to the summary on the run's page. */
export const markdown: Format = {
  name: "markdown",
  purpose: "Markdown; in GitHub Actions the summary of the run",
  file: "summary.md",
  appendTo: "GITHUB_STEP_SUMMARY",
  // GitHub shows no summary of a step above 1 MiB.
  mostBytes: 1_000_000,
  render: (report) => ({ text: renderMarkdown(withoutFiles(report)) }),
};
