import { join } from "node:path";
import { medianFigure, type BenchFigure } from "../measure/BenchFigure";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const ROUNDS = 5;

/** What grading a lab's solution takes, from command to exit, and the memory it needs. */
export async function benchGradeOfLab(what: {
  lab: string;
  /** The target. */
  seconds: number;
  /** The target for memory, MB (2^20 bytes); without one it is not measured. */
  memoryMb?: number;
  comparison: string;
  progress: (text: string) => void;
}): Promise<BenchFigure[]> {
  const { lab, seconds, memoryMb, comparison, progress } = what;
  const command = [join(BENCH_ROOT, "grader/bin/grader.js"), "grade", lab, "--solution"];
  const full = async (watchMemory: boolean): ReturnType<typeof runBenchProcess> => {
    const result = await runBenchProcess(command, { watchMemory });
    if (result.exitCode !== 0) throw new Error(result.output);
    return result;
  };
  progress(`grade ${lab} --solution (${String(ROUNDS)} processes)`);
  await full(false);
  const times: number[] = [];
  const largest: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push((await full(false)).wallMs / 1000);
    if (memoryMb === undefined) continue;
    const watched = await full(true);
    largest.push(watched.largestMb);
    together.push(watched.togetherMb);
  }
  const time: BenchFigure = {
    name: `grade ${lab} --solution, all tests and seeds`,
    value: medianFigure(times),
    unit: "s",
    better: "lower",
    target: seconds,
    comparison,
  };
  if (memoryMb === undefined) return [time];
  const mb = { unit: "MB", better: "lower", target: memoryMb } as const;
  return [
    time,
    { name: "memory of that run, largest process", value: medianFigure(largest), ...mb },
    { name: "memory of that run, all processes together", value: medianFigure(together), ...mb },
  ];
}
