import type { Level } from "../../types";
import type { StoreClientRecord } from "../processes/StoreClientProcesses";
import type { StoreRun } from "../processes/RunningStore";
import { historyOfStore } from "./historyOfStore";
import { judgeStoreRun, type StoreJudgement } from "./judgeStoreRun";

/**
 * Checks a run against its level. Where no client has come to its end there is nothing to say "kept" of: few answers
 * are explained by nearly anything, and none by everything.
 */
export function judgeWholeStoreRun(
  level: Level,
  run: Pick<StoreRun, "clients" | "held" | "servers">,
): StoreJudgement {
  const judgement = judgeStoreRun(level, { ...run, history: historyOfStore(run.clients) });
  const asking = run.clients.filter(({ requests }) => requests.some(({ kind }) => kind !== "sleep"));
  if (judgement.kind !== "kept" || asking.length === 0 || asking.some(hasCompletedStoreRequests))
    return judgement;
  const answered = asking.flatMap(({ done }) => done.filter(({ outcome }) => outcome.kind === "answered"));
  const few = answered.length === 1 ? "1 answer is" : `${String(answered.length)} answers are`;
  return { kind: "unknown", why: `no client has come to its end, and ${few} too few to judge by` };
}

function hasCompletedStoreRequests({ done, ending }: StoreClientRecord): boolean {
  return ending.kind === "finished" && done.at(-1)?.outcome.kind !== "failed";
}
