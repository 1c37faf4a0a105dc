import { renderHtml } from "../report/render/html/renderHtml";
import type { ReportFormat } from "./common/ReportFormat";
import { reportWithoutFiles } from "./common/reportWithoutFiles";

/** The report as one HTML page that needs no other file; index.html, which is always written, has the pictures. */
export const htmlFormat: ReportFormat = {
  name: "html",
  purpose: "one HTML page, without pictures",
  file: "report.html",
  render: (report) => ({ text: renderHtml(reportWithoutFiles(report)) }),
};
