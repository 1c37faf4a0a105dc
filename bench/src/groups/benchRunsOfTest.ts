import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import type { BenchFigure } from "../measure/BenchFigure";
import { medianFigure } from "../measure/BenchFigure";
import { BENCH_TIME_PARTS, type BenchTimePart } from "../measure/benchTimeShares";
import { benchWorkerFlags } from "../measure/benchWorkerFlags";
import { existingBenchFile } from "../measure/existingBenchFile";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";
import type { BenchRunsOrder, BenchRunsResult } from "../programs/runsProgram";

const PROGRAM = join(__dirname, "../programs/runsProgram.ts");
const LABELS: Readonly<Record<BenchTimePart, string>> = {
  kernel: "kernel",
  student: "student code",
  simulation: "network and rest of the simulation",
  checker: "checker, harness and test",
  garbage: "collecting garbage",
  other: "other",
};

/** Which runs are measured. */
export interface BenchRunsOptions {
  readonly lab: string;
  readonly test: string;
  /** A kit, which may be of another commit. Default: this one. */
  readonly root?: string;
  /** Runs in each batch. Default 50. */
  readonly seeds?: number;
  /** Default 6. */
  readonly batches?: number;
}

/**
 * What runs of one test on the reference solution cost, in a fresh process with the flags and the environment of a
 * grader's worker. Throws ToolError when the kit in `root` cannot be measured.
 */
export async function benchRunsOfTest(options: BenchRunsOptions): Promise<BenchFigure[]> {
  const { lab, test, root = BENCH_ROOT, seeds = 50, batches = 6 } = options;
  // A process that compiles keeps a compiler in its heap; the grader would replace it.
  await runBenchRunsProgram({ root, lab, test, seeds: 1, batches: 0 });
  const { msPerRun, heapBytesPerRun, shares } = (await runBenchRunsProgram({
    root,
    lab,
    test,
    seeds,
    batches,
  })) as BenchRunsResult;
  const ms = medianFigure(msPerRun);
  const name = `${lab} ${test}`;
  return [
    { name: `${name}, runs per second of processor time`, value: 1000 / ms, unit: "1/s", better: "higher" },
    { name: `${name}, processor time of a run`, value: ms, unit: "ms", better: "lower" },
    { name: `${name}, heap allocated by a run`, value: heapBytesPerRun / 1000, unit: "kB", better: "lower" },
    ...BENCH_TIME_PARTS.map((part) => ({
      name: `${name}, share of ${LABELS[part]}`,
      value: shares[part],
      unit: "%",
    })),
  ];
}

async function runBenchRunsProgram(order: BenchRunsOrder): Promise<unknown> {
  const { root } = order;
  const register = existingBenchFile(root, ["toolkit/bin/register.js", "grader/bin/register.js"]);
  const args = [...benchWorkerFlags(root), "-r", join(root, register), PROGRAM, JSON.stringify(order)];
  const { exitCode, output } = await runBenchProcess(args, { cwd: root, env: benchWorkerEnvironment() });
  if (exitCode !== 0) throw new ToolError(`cannot measure ${order.lab} ${order.test}: ${output.trim()}`);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

/** A worker has no settings of the user's. */
function benchWorkerEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "Path", "SystemRoot", "SYSTEMROOT", "windir", "TEMP", "TMP", "TMPDIR"];
  const entries = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...Object.fromEntries(entries), TZ: "UTC", KIT_SOURCE_MAPS: "off" } as NodeJS.ProcessEnv;
}
