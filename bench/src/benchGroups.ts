import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import { benchChecker } from "./groups/benchChecker";
import { benchClass } from "./groups/benchClass";
import { benchCorpus } from "./groups/benchCorpus";
import { benchGrade } from "./groups/benchGrade";
import { benchIsolation } from "./groups/benchIsolation";
import { benchLab2 } from "./groups/benchLab2";
import { benchLab3 } from "./groups/benchLab3";
import { benchLab4 } from "./groups/benchLab4";
import { benchLab5 } from "./groups/benchLab5";
import { benchLabrpc } from "./groups/benchLabrpc";
import { benchRuns } from "./groups/benchRuns";
import type { BenchGroup } from "./measure/BenchFigure";

/** All groups, in the order in which they are measured. */
export const BENCH_GROUPS: Readonly<Record<string, BenchGroup>> = {
  runs: benchRuns,
  labrpc: benchLabrpc,
  grade: benchGrade,
  class: benchClass,
  isolation: benchIsolation,
  lab2: benchLab2,
  lab3: benchLab3,
  lab4: benchLab4,
  lab5: benchLab5,
  checker: benchChecker,
  corpus: benchCorpus,
};

/** The groups of these names. Throws ToolError for a name that none has. */
export function chosenBenchGroups(names: readonly string[]): { name: string; group: BenchGroup }[] {
  return names.map((name) => {
    const group = Object.hasOwn(BENCH_GROUPS, name) ? BENCH_GROUPS[name] : undefined;
    if (group !== undefined) return { name, group };
    const known = Object.keys(BENCH_GROUPS);
    throw new ToolError(
      `expected a group of ${known.join(", ")}, got ${JSON.stringify(name)}${nearestName(name, known)}`,
    );
  });
}
