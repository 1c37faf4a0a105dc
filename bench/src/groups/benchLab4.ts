import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PerformanceReport } from "lab4-real/runPerformanceProgram";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { benchGradeOfLab } from "./benchGradeOfLab";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const RUNS = 20;
const PROGRAM = [join(BENCH_ROOT, "lab4/real/run.js"), "performance", "--solution", "--quorum", "3"];
/** A node's code is compiled while it runs: the first writes cost twice as much, and are not counted. */
const WARM_UP = 5_000;
const COMPARISON =
  "the document: 250 writes/s, mean 80 ms, P95 120 ms; its code on two cores: 115 writes/s, P95 364 ms";

/** Lab 4's real system: six processes and a program that writes, fresh ones for each run. */
export const benchLab4: BenchGroup = async function* (progress, { runs = RUNS }) {
  const reports: PerformanceReport[] = [];
  for (let run = 1; run <= runs; run++) {
    progress(`lab 4, 10,000 writes, quorum 3, 20 clients (run ${String(run)} of ${String(runs)})`);
    reports.push(await benchLab4Run());
  }
  const middle = (pick: (report: PerformanceReport) => number): number => medianFigure(reports.map(pick));
  const most = (pick: (report: PerformanceReport) => number): number => Math.max(...reports.map(pick));
  const name = `lab 4, real processes, 10,000 writes, quorum 3, 20 clients, after ${String(WARM_UP)} others, median of ${String(runs)} runs`;
  yield* [
    {
      name: `${name}: writes per second`,
      value: Math.round(middle(({ throughput }) => throughput)),
      unit: "1/s",
      better: "higher",
      target: 2_500,
      comparison: COMPARISON,
    },
    {
      name: `${name}: P95`,
      value: middle(({ latencyMs }) => latencyMs.p95),
      unit: "ms",
      better: "lower",
      target: 15,
    },
    {
      name: "keys that differ after a run, the most",
      value: most(({ keysThatDiffer }) => keysThatDiffer),
      unit: "",
      better: "lower",
      target: 0,
      comparison: "the document's code, measured: 12 of 100 keys",
    },
    {
      name: "writes that failed in a run, the most",
      value: most(({ failed }) => failed),
      unit: "",
      better: "lower",
      target: 0,
    },
  ] as const;
  yield* await benchGradeOfLab({ lab: "lab4", seconds: 6, comparison: "", progress });
};

async function benchLab4Run(): Promise<PerformanceReport> {
  const folder = mkdtempSync(join(tmpdir(), "bench-lab4-"));
  try {
    const file = join(folder, "performance.json");
    const { exitCode, output } = await runBenchProcess([
      ...PROGRAM,
      "--warm-up",
      String(WARM_UP),
      "--json",
      file,
    ]);
    // 1 means that writes failed or keys differ: the figures say so.
    if (exitCode !== 0 && exitCode !== 1) throw new Error(output);
    return JSON.parse(readFileSync(file, "utf8")) as PerformanceReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
