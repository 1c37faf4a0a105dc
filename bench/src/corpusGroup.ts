import { join } from "node:path";
import type { Group } from "./Figure";
import { ROOT, runProcess } from "./runProcess";

const COMMAND = join(ROOT, "grader/bin/corpus.js");
const SEEDS = 1000;

/** Whether what is right passes over many seeds, and what is wrong is caught on the fixed ones. Takes minutes. */
export const corpusGroup: Group = async (progress) => {
  progress(`solution and wheats over ${String(SEEDS)} seeds (some minutes)`);
  const right = await runProcess([COMMAND, "lab1", "--only", "solution,wheat", "--seeds", String(SEEDS)]);
  progress("chaffs on the fixed seeds");
  const wrong = await runProcess([COMMAND, "lab1", "--only", "chaff"]);
  return [
    {
      name: `solution and wheats that failed over ${String(SEEDS)} seeds`,
      value: failed(right.output),
      unit: "specimens",
      better: "lower",
      target: 0,
    },
    {
      name: "chaffs that were not caught",
      value: failed(wrong.output),
      unit: "specimens",
      better: "lower",
      target: 0,
    },
  ];
};

function failed(output: string): number {
  const match = /(\d+) of (\d+) specimens graded as they must be/.exec(output);
  if (match === null) throw new Error(output);
  return Number(match[2]) - Number(match[1]);
}
