import { join } from "node:path";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { benchGradeOfLab } from "./benchGradeOfLab";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const ROUNDS = 5;
const OPERATIONS = 100_000;
const LOCKS = 20_000;
const PROGRAM = [
  "-r",
  join(BENCH_ROOT, "toolkit/bin/register.js"),
  join(__dirname, "../programs/lab2Programs.ts"),
];

/** The document's figures, from a Python program in which real time must pass; rebuilt with its back-off: 22 and 2. */
const LOADS = [
  { name: "reliable network", loss: 0, target: 60_000, comparison: "the document: 10,000" },
  {
    name: "30 % of requests and of replies lost",
    loss: 0.3,
    target: 20_000,
    comparison: "the document: 2,500; rebuilt in Python with its back-off: 22",
  },
  {
    name: "50 % of requests and of replies lost",
    loss: 0.5,
    target: 10_000,
    comparison: "the document: 1,000; rebuilt in Python with its back-off: 2",
  },
] as const;

/** What lab 2's solution does per second of real time, and what grading it takes. */
export const benchLab2: BenchGroup = async function* (progress) {
  await benchRealMsOfLab2(["operations", "100"]);
  for (const { name, loss, target, comparison } of LOADS) {
    progress(`lab 2, ${name} (${String(OPERATIONS)} operations, ${String(ROUNDS)} processes)`);
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rates.push(
        OPERATIONS / ((await benchRealMsOfLab2(["operations", String(OPERATIONS), String(loss)])) / 1000),
      );
    }
    yield {
      name: `lab 2, operations per second of real time, ${name}`,
      value: Math.round(medianFigure(rates)),
      unit: "1/s",
      better: "higher",
      target,
      comparison,
    };
  }
  progress(`lab 2, ${String(LOCKS)} locks taken and freed`);
  const locks: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    locks.push((await benchRealMsOfLab2(["locks", String(LOCKS)])) / LOCKS);
  yield {
    name: "lab 2, taking and freeing a lock that nobody else wants, real time",
    value: medianFigure(locks),
    unit: "ms",
    better: "lower",
    target: 0.1,
    comparison: "the document: 1–5 ms to take it",
  };
  yield* await benchGradeOfLab({
    lab: "lab2",
    seconds: 6,
    comparison: "MIT's 2025 suite 49 s for one unseeded run",
    progress,
  });
};

async function benchRealMsOfLab2(args: readonly string[]): Promise<number> {
  const { exitCode, output } = await runBenchProcess([...PROGRAM, ...args]);
  if (exitCode !== 0) throw new Error(output);
  return Number(output);
}
