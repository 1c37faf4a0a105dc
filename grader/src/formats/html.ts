import { renderHtml } from "../report/render/renderHtml";
import type { Format } from "./common/Format";
import { withoutFiles } from "./common/withoutFiles";

/** The report as one HTML page that needs no other file; index.html, which is always written, has the pictures. */
export const html: Format = {
  name: "html",
  purpose: "one HTML page, without pictures",
  file: "report.html",
  render: (report) => ({ text: renderHtml(withoutFiles(report)) }),
};
