import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WeighedTestFile } from "./nextShareOfTestFiles";
import type { TestTimes } from "./TestTimes";

/** What a test may take when it does not say: see .mocharc.cjs. */
const USUAL_MS = 1_000;

/**
 * Puts the files that take longest first, so that no process works on one of them while all others are idle. How long
 * a file takes was measured when it ran last. Before its first run, the time that its tests ask for is taken as a guess.
 */
export function longestTestFilesFirst(
  root: string,
  files: readonly string[],
  times: TestTimes,
): WeighedTestFile[] {
  return files
    .map((file) => ({ file, ms: times.read(file) ?? timeoutAskedFor(join(root, file)) }))
    .sort((a, b) => b.ms - a.ms || (a.file < b.file ? -1 : 1));
}

/** The longest time, in ms, that a test of this file asks for with `timeout(…)`. */
function timeoutAskedFor(file: string): number {
  const asked = [...readFileSync(file, "utf8").matchAll(/timeout\(([\d_]+)\)/g)].map(([, ms = "0"]) =>
    Number(ms.replaceAll("_", "")),
  );
  return Math.max(USUAL_MS, ...asked);
}
