import { escapeHtml } from "picture/escapeHtml";
import { REPORT_HTML_STYLE } from "./REPORT_HTML_STYLE";

/**
 * A page without a script that loads nothing, around the contents of its `main`. What students wrote is in the body;
 * the policy keeps it harmless, even if we err.
 *
 * @param title plain text
 * @param body HTML
 * @param style further CSS, behind that of all reports
 */
export function reportPageHtml(title: string, body: string, style = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${REPORT_HTML_STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
