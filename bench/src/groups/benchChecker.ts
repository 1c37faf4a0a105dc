import { join } from "node:path";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const ROUNDS = 5;
const OPERATIONS = 10_000;
const PROGRAM = [
  "-r",
  join(BENCH_ROOT, "toolkit/bin/register.js"),
  join(__dirname, "../programs/checkerPrograms.ts"),
];

/** Comparisons: porcupine 1.3.0 in Go on two virtual cores; medians. */
const FIGURES: readonly { args: readonly string[]; name: string; target: number; comparison?: string }[] = [
  { args: ["kv", "c10-ok"], name: "c10-ok, by key", target: 20, comparison: "porcupine 0.62" },
  { args: ["kv", "c10-bad"], name: "c10-bad, by key", target: 20, comparison: "porcupine 0.36" },
  { args: ["whole", "c10-ok"], name: "c10-ok, all keys at once", target: 150, comparison: "porcupine 1,484" },
  {
    args: ["whole", "c10-bad"],
    name: "c10-bad, all keys at once",
    target: 150,
    comparison: "porcupine 2,147",
  },
  { args: ["etcd"], name: "the 50 logs of etcd together", target: 270, comparison: "porcupine about 270" },
  {
    args: ["versions", String(OPERATIONS)],
    name: `versioned store, ${String(OPERATIONS)} operations`,
    target: 50,
  },
  {
    args: ["explained", String(OPERATIONS)],
    name: `the same with one wrong answer, check and explanation`,
    target: 1000,
  },
];

/** What checking histories takes, each in a fresh process, so with code that has not been optimized yet. */
export const benchChecker: BenchGroup = async function* (progress) {
  for (const { args, name, target, comparison } of FIGURES) {
    progress(`checker, ${name} (${String(ROUNDS)} processes)`);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { exitCode, output } = await runBenchProcess([...PROGRAM, ...args]);
      if (exitCode !== 0) throw new Error(output);
      times.push(Number(output));
    }
    yield {
      name: `checker, ${name}`,
      value: medianFigure(times),
      unit: "ms",
      better: "lower",
      target,
      ...(comparison === undefined ? {} : { comparison }),
    };
  }
};
