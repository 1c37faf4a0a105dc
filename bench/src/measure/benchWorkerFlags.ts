import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileBudgetFlags } from "labrpc/compileBudgetFlags";
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
  // What all such processes have; in older commits it stands in the same file.
  const common = "grader/src/process/child/GroupProcess.ts";
  const files = existsSync(join(root, common)) ? [common, file] : [file];
  const flags = files.flatMap((one) => flagsListedIn(readFileSync(join(root, one), "utf8")));
  if (flags.length === 0) throw new ToolError(`expected the flags of workers in ${file}, got none`);
  return flags;
}

function flagsListedIn(source: string): string[] {
  const list = /const flags = \[([^]*?)\n\s*\];/.exec(source)?.[1] ?? "";
  const budget = list.includes("...compileBudgetFlags()") ? compileBudgetFlags() : [];
  const listed = [...list.matchAll(/^\s*["`](--[^"`]+)["`],$/gm)].map(([, flag = ""]) =>
    flag.replace(/=\$\{.*\}$/, `=${String(HEAP_MB)}`),
  );
  return [...listed, ...budget];
}
