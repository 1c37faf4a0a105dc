import { join } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import type { BenchFigure, BenchGroup } from "../measure/BenchFigure";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const COMMAND = join(BENCH_ROOT, "grader/bin/teacher.js");
const SEEDS = 1000;

/** Whether what is right passes over many seeds, and what is wrong is caught on the fixed ones. Takes an hour. */
export const benchCorpus: BenchGroup = async function* (progress) {
  const count = async (name: string, args: readonly string[]): Promise<BenchFigure> => {
    progress(name);
    const { output } = await runBenchProcess([COMMAND, "corpus", ...args]);
    return {
      name,
      value: failedBenchSpecimens(output),
      unit: "specimens",
      better: "lower",
      target: 0,
    };
  };
  for (const lab of labNames(BENCH_ROOT)) {
    yield await count(`${lab}: solution and wheats that failed over ${String(SEEDS)} seeds`, [
      lab,
      "--only",
      "solution,wheat",
      "--seeds",
      String(SEEDS),
    ]);
    yield await count(`${lab}: chaffs that were not caught`, [lab, "--only", "chaff"]);
  }
};

function failedBenchSpecimens(output: string): number {
  const match = /(\d+) of (\d+) specimens graded as expected/.exec(output);
  if (match === null) throw new Error(output);
  return Number(match[2]) - Number(match[1]);
}
