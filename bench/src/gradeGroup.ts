import { median, type Group } from "./Figure";
import { ROOT, runProcess } from "./runProcess";
import { join } from "node:path";

const ROUNDS = 5;
const COMMAND = [join(ROOT, "grader/bin/grade.js"), "lab1", "--solution"];

/** What grading lab 1's solution takes, from command to exit, and the memory it needs. */
export const gradeGroup: Group = async (progress) => {
  progress(`grade lab1 --solution (${String(ROUNDS)} processes)`);
  await runProcess(COMMAND);
  const times: number[] = [];
  const largest: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push((await full(false)).wallMs / 1000);
    const watched = await full(true);
    largest.push(watched.largestMb);
    together.push(watched.togetherMb);
  }
  const mb = { unit: "MB", better: "lower", target: 300 } as const;
  return [
    {
      name: "grade lab1 --solution, all tests, 25 seeds each",
      value: median(times),
      unit: "s",
      better: "lower",
      target: 5,
      comparison: "MIT's 2024 suite 39–50 s for one unseeded run; the Python port 20 s",
    },
    { name: "memory of that run, largest process", value: median(largest), ...mb },
    { name: "memory of that run, all processes together", value: median(together), ...mb },
  ];
};

async function full(watchMemory: boolean): ReturnType<typeof runProcess> {
  const result = await runProcess(COMMAND, watchMemory);
  if (result.exitCode !== 0) throw new Error(result.output);
  return result;
}
