import type { Level } from "../../types";
import type { StoreConfiguration } from "../processes/configuration";
import { historyOfStore } from "./historyOfStore";
import { judgeStoreRun, type StoreJudgement } from "./judgeStoreRun";
import { measureStoreRun, type StoreRunCost } from "./measureStoreRun";
import { problemsOfStoreRun } from "./renderStoreRun";
import { runStore, type StoreRunOptions } from "../processes/runStore";

/** What one level did with the requests. */
export interface LevelResult {
  readonly level: Level;
  readonly cost: StoreRunCost;
  readonly judgement: StoreJudgement;
  /** What kept clients from finishing, a sentence each. */
  readonly problems: readonly string[];
}

/** The levels of the course's document, the strongest first. */
export const COMPARED_LEVELS = ["linearizable", "sequential", "eventual"] as const satisfies readonly Level[];

/** Runs the same requests under each level, one after the other, each with processes of its own. */
export async function compareLevels(
  requests: Omit<StoreConfiguration, "level">,
  options: StoreRunOptions,
): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  for (const level of COMPARED_LEVELS) {
    const run = await runStore({ ...requests, level }, options);
    results.push({
      level,
      cost: measureStoreRun(run),
      judgement: judgeStoreRun(level, { ...run, history: historyOfStore(run.clients) }),
      problems: problemsOfStoreRun(run),
    });
  }
  return results;
}
