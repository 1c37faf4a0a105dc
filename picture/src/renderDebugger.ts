import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundlePage, PAGE, pageAssets, type PageAssets } from "./pageAssets";

/** The debugger's page, with its program and its style, which a server serves beside it. */
export interface DebuggerAssets extends PageAssets {
  readonly html: string;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Be the network</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="debugger.css">
</head>
<body>
<div id="app"></div>
<noscript><p>The debugger is a program of this page: allow it to run.</p></noscript>
<script src="debugger.js"></script>
</body>
</html>
`;

let made: DebuggerAssets | undefined;

/** Pure but for the page's program, which is bundled at the first call. */
export function renderDebugger(): DebuggerAssets {
  made ??= {
    html: HTML,
    script: bundlePage(join("debugger", "main.ts")),
    style: pageAssets().style + readFileSync(join(PAGE, "debugger", "debugger.css"), "utf8"),
  };
  return made;
}
