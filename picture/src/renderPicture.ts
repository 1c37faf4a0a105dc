import { createHash } from "node:crypto";
import type { RunRecord } from "labrpc/testing";
import { escapeHtml } from "./escapeHtml";
import { packRecord } from "./packRecord";
import { pageAssets } from "./pageAssets";
import { scriptJson } from "./scriptJson";

/**
 * The picture of a run that failed: a space-time diagram as one HTML file, which needs no network and no other file.
 * Pure but for the page's program, which is bundled at the first call.
 */
export function renderPicture(record: RunRecord): string {
  const { script, style } = pageAssets();
  const title = `${record.test}, seed ${String(record.seed)}: what happened`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This picture is drawn by a script. Without it: ${escapeHtml(record.failure.message)}</p></noscript>
<script type="application/json" id="record">${scriptJson(packRecord(record))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Only our own program may run, and nothing may be loaded: student data can do no harm, even if we err. */
function contentSecurityPolicy(script: string): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`;
}
