import { readFileSync, writeFileSync } from "node:fs";
import { ToolError } from "toolkit/cli/ToolError";

const OPEN = "<!-- strategies: made by `npm run strategies`, do not edit -->";
const CLOSE = "<!-- /strategies -->";

/** The page with what stands between its comments made anew. Throws ToolError when they are missing. */
export function pageWithMeasuredStrategies(page: string, measured: string): string {
  const from = page.indexOf(OPEN);
  const to = page.indexOf(CLOSE);
  if (from === -1 || to < from)
    throw new ToolError(
      `expected the comments ${OPEN} and ${CLOSE} in docs/strategies.md, got none; put them back`,
    );
  return `${page.slice(0, from)}${OPEN}\n\n${measured}\n\n${page.slice(to)}`;
}

/** Writes what was measured into the page. Throws ToolError when the page cannot be read or has no place for it. */
export function writeMeasuredStrategies(file: string, measured: string): void {
  let page: string;
  try {
    page = readFileSync(file, "utf8");
  } catch (error) {
    throw new ToolError(`${file} cannot be read: ${(error as Error).message}`);
  }
  writeFileSync(file, pageWithMeasuredStrategies(page, measured));
}
