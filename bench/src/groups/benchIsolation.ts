import { join } from "node:path";
import { medianFigure, type BenchGroup } from "../measure/BenchFigure";
import { BENCH_ROOT, runBenchProcess, type BenchProcessFigures } from "../measure/runBenchProcess";

const ROUNDS = 3;
const LABS = ["lab1", "lab2", "lab3", "lab4", "lab5"];

/** What it costs to grade a solution with student code in processes of its own, beside the same without. */
export const benchIsolation: BenchGroup = async function* (progress) {
  for (const lab of LABS) {
    progress(`grade ${lab} --solution with and without isolation (${String(ROUNDS)} pairs)`);
    const grade = async (isolation: string): Promise<BenchProcessFigures> => {
      const command = [join(BENCH_ROOT, "grader/bin/grader.js"), "grade", lab, "--solution"];
      const result = await runBenchProcess([...command, "--isolation", isolation], { watchMemory: true });
      if (result.exitCode !== 0) throw new Error(result.output);
      return result;
    };
    await grade("process");
    const pairs: { here: BenchProcessFigures; elsewhere: BenchProcessFigures }[] = [];
    // In turn, so that both have the same machine.
    for (let round = 0; round < ROUNDS; round++)
      pairs.push({ here: await grade("none"), elsewhere: await grade("process") });
    const ratio = (of: (figures: BenchProcessFigures) => number): number =>
      medianFigure(pairs.map(({ here, elsewhere }) => of(elsewhere) / of(here)));
    const times = { unit: "×", better: "lower" } as const;
    yield {
      name: `${lab}: processor time, times that without`,
      value: ratio(({ cpuMs }) => cpuMs),
      target: 2,
      ...times,
    };
    yield {
      name: `${lab}: wall time, times that without`,
      value: ratio(({ wallMs }) => wallMs),
      target: 1.5,
      ...times,
    };
    yield {
      name: `${lab}: memory, all processes together`,
      value: medianFigure(pairs.map(({ elsewhere }) => elsewhere.togetherMb)),
      unit: "MB",
      better: "lower",
      target: 500,
    };
  }
};
