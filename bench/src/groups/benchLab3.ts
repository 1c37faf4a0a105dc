import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LevelResult } from "lab3-real/compareLevels";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { benchGradeOfLab } from "./benchGradeOfLab";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const RUNS = 10;
const CALLS = 200;
const PROGRAM = [join(BENCH_ROOT, "lab3/real/run.js"), "compare", "--solution", "--calls", String(CALLS)];
/** Ms per call: ours, the document's, and its design rebuilt in Python with one event loop per server. */
const LEVELS = [
  { level: "linearizable", target: 1.5, comparison: "the document: ~4,000; rebuilt in Python: 0.80" },
  { level: "sequential", target: 1, comparison: "the document: ~50; rebuilt in Python: 0.46" },
  { level: "eventual", target: 0.6, comparison: "the document: ~2; rebuilt in Python: 0.27" },
] as const;

/** Lab 3's real system: three servers and three clients as processes, fresh ones for each level and run. */
export const benchLab3: BenchGroup = async function* (progress, { runs = RUNS }) {
  const measured: LevelResult[][] = [];
  for (let run = 1; run <= runs; run++) {
    progress(`lab 3, three servers, three clients, each level (run ${String(run)} of ${String(runs)})`);
    measured.push(await benchLab3Levels());
  }
  const meanOf = (results: readonly LevelResult[], wanted: string): number =>
    results.find(({ level }) => level === wanted)?.cost.all.mean ?? Number.NaN;
  for (const { level, target, comparison } of LEVELS)
    yield {
      name: `lab 3, real processes, ${String(CALLS)} calls of each of 3 clients: mean latency, ${level}, median of ${String(runs)} runs`,
      value: medianFigure(measured.map((results) => meanOf(results, level))),
      unit: "ms",
      better: "lower",
      target,
      comparison,
    };
  for (const { level } of LEVELS)
    yield {
      name: `times the median latency of a ping-pong of the same shape, measured in turns with it, ${level}, median of ${String(runs)} runs`,
      value: medianFigure(measured.map((results) => timesPingPong(results, level))),
      unit: "×",
      better: "lower",
      target: 1.3,
      comparison: "1 would be a store that costs nothing",
    };
  const inOrder = measured.filter((results) => {
    const [slow = 0, middle = 0, fast = 0] = LEVELS.map(({ level }) => meanOf(results, level));
    return slow > middle && middle > fast;
  });
  yield {
    name: "runs in which linearizable is slowest and eventual fastest",
    value: inOrder.length,
    unit: `of ${String(runs)}`,
    better: "higher",
    target: runs,
  };
  yield {
    name: "levels that did not keep their promise, or left a call unanswered, in all runs",
    value: measured
      .flat()
      .filter(({ judgement, problems }) => judgement.kind !== "kept" || problems.length > 0).length,
    unit: "",
    better: "lower",
    target: 0,
  };
  yield* await benchGradeOfLab({ lab: "lab3", seconds: 6, comparison: "", progress });
};

function timesPingPong(results: readonly LevelResult[], wanted: string): number {
  const result = results.find(({ level }) => level === wanted);
  return result === undefined ? Number.NaN : result.cost.all.median / result.pingPong.all.median;
}

async function benchLab3Levels(): Promise<LevelResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-lab3-"));
  try {
    const file = join(folder, "comparison.json");
    const { exitCode, output } = await runBenchProcess([...PROGRAM, "--json", file]);
    // 1 means that a level did not keep its promise: a figure says so.
    if (exitCode !== 0 && exitCode !== 1) throw new Error(output);
    return JSON.parse(readFileSync(file, "utf8")) as LevelResult[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
