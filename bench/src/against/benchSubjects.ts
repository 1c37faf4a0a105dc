import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { BENCH_RUNS_TESTS } from "../groups/benchRuns";
import { benchRunsOfTest } from "../groups/benchRunsOfTest";
import type { BenchFigure, BenchOptions } from "../measure/BenchFigure";
import { runBenchProcess } from "../measure/runBenchProcess";

/** What is measured on one side and then on the other, before the next. */
export interface BenchSubject {
  readonly name: string;
  /** Measures the kit in `root`. Throws ToolError when that kit cannot be. */
  readonly measure: (root: string) => Promise<BenchFigure[]>;
}

/**
 * The subjects of a group: each test of `runs`, which this commit's program measures on both sides; any other group as
 * a whole, by each commit's own program.
 */
export function benchSubjects(group: string, options: BenchOptions): BenchSubject[] {
  if (group !== "runs") return [{ name: group, measure: (root) => benchGroupAt(root, group, options) }];
  return BENCH_RUNS_TESTS.map(({ lab, test }) => ({
    name: `runs of ${lab} ${test}`,
    measure: (root) => benchRunsOfTest({ lab, test, root }),
  }));
}

async function benchGroupAt(root: string, group: string, { runs }: BenchOptions): Promise<BenchFigure[]> {
  const program = join(root, "bench/bench.js");
  const groups = existsSync(program) ? await benchGroupNamesAt(root, program) : [];
  if (!groups.includes(group))
    throw new ToolError(`this commit has no group ${group}: it has ${groups.join(", ") || "none"}`);
  const folder = mkdtempSync(join(tmpdir(), "bench-group-"));
  try {
    const json = join(folder, "figures.json");
    const amount = runs === undefined ? [] : ["--runs", String(runs)];
    const { exitCode, output } = await runBenchProcess([program, group, "--json", json, ...amount], {
      cwd: root,
    });
    if (exitCode !== 0) throw new ToolError(`its group ${group} failed: ${output.trim()}`);
    return JSON.parse(readFileSync(json, "utf8")) as BenchFigure[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchGroupNamesAt(root: string, program: string): Promise<string[]> {
  const { output } = await runBenchProcess([program, "--help"], { cwd: root });
  return benchGroupNamesIn(output);
}

/** The groups that a bench's help lists, however its lines are broken. */
export function benchGroupNamesIn(help: string): string[] {
  const [, list = ""] = /groups to run, of: ([^(]*)\(/.exec(help.replace(/\s+/g, " ")) ?? [];
  return list.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
}
