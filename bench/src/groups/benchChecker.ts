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

/** What a bench process is asked for, and how its figure is shown. */
interface CheckerProgram {
  readonly args: readonly string[];
  readonly name: string;
  readonly target?: number;
  readonly comparison?: string;
}

/** Comparisons: porcupine 1.3.0 in Go on two virtual cores; medians. */
const FIGURES: readonly CheckerProgram[] = [
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
  ...besidePorcupine("puts", "50 clients, 2,000 puts and gets, one hard and one easily refuted key", 43),
  ...besidePorcupine("versions", "50 clients, 2,000 versioned puts and gets, the same", 8),
  ...besidePorcupine("appends", "4 clients, 800 operations, many appends that never returned", 9),
];

/**
 * Ours, and what porcupine's algorithm takes for the same history in the same language, without a target.
 *
 * @param inGo what porcupine itself took, ms
 */
function besidePorcupine(kind: string, name: string, inGo: number): CheckerProgram[] {
  return [
    { args: ["generated", kind], name, target: 1000, comparison: `porcupine ${String(inGo)}` },
    { args: ["porcupine", kind], name: `${name}, by porcupine's algorithm in TypeScript` },
  ];
}

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
      ...(target === undefined ? {} : { target }),
      ...(comparison === undefined ? {} : { comparison }),
    };
  }
};
