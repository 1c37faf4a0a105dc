import { join } from "node:path";
import type { Level } from "../../types";
import type { StoreConfiguration } from "../processes/configuration";
import type { StoreJudgement } from "./judgeStoreRun";
import { judgeWholeStoreRun } from "./judgeWholeStoreRun";
import { measureStoreRun, type StoreRunCost } from "./measureStoreRun";
import { problemsOfStoreRun } from "./renderStoreRun";
import { RunningStore, type StoreRunOptions } from "../processes/RunningStore";

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

/** Each level and its ping-pong are measured in so many parts, in turns: a machine is busier at one moment than at another. */
const PARTS = 10;

/**
 * Runs the same requests under each level, one after the other, each with processes of its own; and beside each level a
 * ping-pong that sends as many messages the same ways, to see what of the cost is the store's. While one works, the
 * other waits.
 */
export async function compareLevels(
  requests: Omit<StoreConfiguration, "level">,
  options: StoreRunOptions & {
    /** So many requests of each client, the first ones, are not measured: code is compiled meanwhile. */
    readonly warmUp: number;
    /** Whether the requests may be carried out in parts, after each of which all clients wait for each other. */
    readonly inParts: boolean;
  },
): Promise<LevelResult[]> {
  const { warmUp, inParts } = options;
  const most = Math.max(0, ...requests.clients.map((client) => client.requests.length - warmUp));
  const parts = inParts ? [warmUp, ...Array<number>(PARTS).fill(Math.ceil(most / PARTS))] : [undefined];
  // The ports are the store's.
  const servers = requests.servers.map(() => ({ requests: 0, broadcasts: 0 }));
  const results: LevelResult[] = [];
  for (const level of COMPARED_LEVELS) {
    await using pingPong = await RunningStore.start(
      { ...requests, servers, level },
      { ...options, programs: PING_PONG, onDone: () => undefined },
    );
    await using store = await RunningStore.start({ ...requests, level }, options);
    for (const count of parts) {
      await pingPong.work(count);
      await store.work(count);
    }
    const run = await store.seen();
    results.push({
      level,
      cost: measureStoreRun(run, warmUp),
      pingPong: measureStoreRun(await pingPong.seen(), warmUp),
      judgement: judgeWholeStoreRun(level, run),
      problems: problemsOfStoreRun(run),
    });
  }
  return results;
}
