import { join } from "node:path";
import type { Level } from "../../types";
import type { StoreConfiguration } from "../processes/configuration";
import type { StoreJudgement } from "./judgeStoreRun";
import { judgeWholeStoreRun } from "./judgeWholeStoreRun";
import { measureStoreRun, type StoreRunCost } from "./measureStoreRun";
import { problemsOfStoreRun } from "./renderStoreRun";
import { runStore, type StoreRunOptions } from "../processes/runStore";

/** What one level did with the requests. */
export interface LevelResult {
  readonly level: Level;
  readonly cost: StoreRunCost;
  readonly judgement: StoreJudgement;
  /** What a ping-pong of the same shape cost in the same run. */
  readonly pingPong: StoreRunCost;
  /** What kept clients from finishing, a sentence each. */
  readonly problems: readonly string[];
}

/** The levels of the course's document, the strongest first. */
export const COMPARED_LEVELS = ["linearizable", "sequential", "eventual"] as const satisfies readonly Level[];

/** The same sockets, processes and messages, without a store. */
const PING_PONG = {
  server: join(__dirname, "../pingpong/pingServerProcess.ts"),
  client: join(__dirname, "../pingpong/pingClientProcess.ts"),
};

/**
 * Runs the same requests under each level, one after the other, each with processes of its own; and before each level a
 * ping-pong that sends as many messages the same ways, to see what of the cost is the store's.
 */
export async function compareLevels(
  requests: Omit<StoreConfiguration, "level">,
  options: StoreRunOptions & {
    /** So many requests of each client, the first ones, are not measured: code is compiled meanwhile. */
    readonly warmUp: number;
  },
): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  for (const level of COMPARED_LEVELS) {
    const pingPong = await runStore({ ...requests, level }, { ...options, programs: PING_PONG });
    const run = await runStore({ ...requests, level }, options);
    results.push({
      level,
      cost: measureStoreRun(run, options.warmUp),
      pingPong: measureStoreRun(pingPong, options.warmUp),
      judgement: judgeWholeStoreRun(level, run),
      problems: problemsOfStoreRun(run),
    });
  }
  return results;
}
