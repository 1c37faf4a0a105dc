import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { existingBenchFile } from "./existingBenchFile";

/** Megabytes: what a worker has by default. */
const HEAP_MB = 384;

/**
 * Node's flags of a worker process of the kit in `root`, which may be another commit. They are read from the source,
 * so that they cannot differ from grading. Throws ToolError where there are none.
 */
export function benchWorkerFlags(root: string): string[] {
  const file = existingBenchFile(root, [
    "grader/src/process/WorkerProcess.ts",
    "grader/src/run/WorkerProcess.ts",
  ]);
  const list = /const flags = \[([^]*?)\n\s*\];/.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? "";
  const flags = [...list.matchAll(/^\s*["`](--[^"`]+)["`],$/gm)].map(([, flag = ""]) =>
    flag.replace(/=\$\{.*\}$/, `=${String(HEAP_MB)}`),
  );
  if (flags.length === 0) throw new ToolError(`expected the flags of workers in ${file}, got none`);
  return flags;
}
