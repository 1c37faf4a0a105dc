import type { Level } from "../../types";
import type { Configuration } from "../processes/configuration";
import { historyOf } from "./historyOf";
import { judgeRun, type Judgement } from "./judgeRun";
import { measure, type Cost } from "./measure";
import { problemsOf } from "./renderRun";
import { runStore, type StoreRunOptions } from "../processes/runStore";

/** What one level did with the requests. */
export interface LevelResult {
  readonly level: Level;
  readonly cost: Cost;
  readonly judgement: Judgement;
  /** What kept clients from finishing, a sentence each. */
  readonly problems: readonly string[];
}

/** The levels of the course's document, the strongest first. */
export const COMPARED = ["linearizable", "sequential", "eventual"] as const satisfies readonly Level[];

/** Runs the same requests under each level, one after the other, each with processes of its own. */
export async function compareLevels(
  requests: Omit<Configuration, "level">,
  options: StoreRunOptions,
): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  for (const level of COMPARED) {
    const run = await runStore({ ...requests, level }, options);
    results.push({
      level,
      cost: measure(run),
      judgement: judgeRun(level, { ...run, history: historyOf(run.clients) }),
      problems: problemsOf(run),
    });
  }
  return results;
}
