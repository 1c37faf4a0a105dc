import {
  checkCausal,
  checkEventual,
  checkLinearizable,
  checkSequential,
  explainIllegal,
  explainNotSequential,
} from "checker";
import { SEQUENTIAL_STEPS, storeModel } from "../../tests/support/storeModel";
import type { Level } from "../../types";
import type { StoreOperation } from "./historyOfStore";
import { shortStoreSentences } from "./shortStoreText";
import type { StoreServerState } from "../processes/StoreServerProcesses";

/** Whether a run was as its level promises. */
export type StoreJudgement =
  /** `why`: what the checker found, in words. */
  | { readonly kind: "kept"; readonly why: string }
  | {
      readonly kind: "broken";
      readonly why: string;
      readonly expected: string;
      readonly got: string;
      /** A sentence each. */
      readonly reasons: readonly string[];
    }
  /** The checker could not tell. Never a pass. */
  | { readonly kind: "unknown"; readonly why: string };

export interface ObservedStoreRun {
  readonly history: readonly StoreOperation[];
  /** The states of the servers at the end, by their names; a server that has ended is missing. */
  readonly held: ReadonlyMap<string, StoreServerState>;
  readonly servers: readonly string[];
}

const CONVERGED = "converged: all servers hold the last write of each key";

/** Checks what was seen of a run against its level. Long keys and values are cut in what it says. */
export function judgeStoreRun(level: Level, observed: ObservedStoreRun): StoreJudgement {
  const judgement = judgeStoreLevel(level, observed);
  const short = shortStoreSentences(textsOfStoreRun(observed));
  if (judgement.kind !== "broken") return { ...judgement, why: short(judgement.why) };
  const { kind, why, expected, got, reasons } = judgement;
  return { kind, why: short(why), expected: short(expected), got: short(got), reasons: reasons.map(short) };
}

/** Every key and value that was seen. */
function textsOfStoreRun({ history, held }: ObservedStoreRun): string[] {
  return [
    ...history.flatMap(({ input, output = "" }) => [input.key, output, "value" in input ? input.value : ""]),
    ...[...held.values()].flatMap(({ values, writes }) => [
      ...Object.entries(values).flat(),
      ...writes.flatMap(({ key, value }) => [key, value]),
    ]),
  ];
}

function judgeStoreLevel(level: Level, observed: ObservedStoreRun): StoreJudgement {
  switch (level) {
    case "linearizable":
      return judgeLinearizableStore(observed);
    case "sequential":
      return judgeSequentialStore(observed);
    case "causal":
      return judgeCausalStore(observed);
    case "eventual":
      return judgeEventualStore(observed);
  }
}

function judgeLinearizableStore({ history }: ObservedStoreRun): StoreJudgement {
  const verdict = checkLinearizable(storeModel, history);
  if (verdict.kind === "linearizable")
    return {
      kind: "kept",
      why: "linearizable: one order of all calls, which keeps real time, explains every answer",
    };
  if (verdict.kind === "unknown") return { kind: "unknown", why: verdict.reason };
  const { message, expected, got, reasons } = explainIllegal(storeModel, verdict);
  return { kind: "broken", why: `not linearizable: ${message}`, expected, got, reasons };
}

function judgeSequentialStore({ history }: ObservedStoreRun): StoreJudgement {
  const verdict = checkSequential(storeModel, history, { steps: SEQUENTIAL_STEPS });
  if (verdict.kind === "sequential")
    return {
      kind: "kept",
      why: "sequentially consistent: one order of all calls, which keeps that of each client, explains every answer",
    };
  if (verdict.kind === "unknown") return { kind: "unknown", why: verdict.reason };
  const { message, expected, got, reasons } = explainNotSequential(storeModel, verdict);
  return { kind: "broken", why: `not sequentially consistent: ${message}`, expected, got, reasons };
}

function judgeCausalStore({ history }: ObservedStoreRun): StoreJudgement {
  const verdict = checkCausal(storeModel, history);
  if (verdict.kind === "causal")
    return { kind: "kept", why: "causally consistent: no client saw an effect without its cause" };
  if (verdict.kind === "unknown") return { kind: "unknown", why: verdict.reason };
  return {
    kind: "broken",
    why: "not causally consistent: an answer is against the order of causes",
    expected: "an effect is never seen without its cause",
    got: verdict.reason,
    reasons: [],
  };
}

/**
 * All servers must hold the same in the end: for each key the last write, by timestamp, server and value. The stamps
 * are those of the messages that servers sent each other.
 */
function judgeEventualStore({ history, held, servers }: ObservedStoreRun): StoreJudgement {
  const silent = servers.filter((server) => !held.has(server));
  if (silent.length > 0)
    return { kind: "unknown", why: `nobody knows what ${silent.join(" and ")} held in the end: no answer` };
  const replicas = Object.fromEntries([...held].map(([server, { values }]) => [server, values]));
  const [alone] = servers;
  if (servers.length === 1 && alone !== undefined)
    return judgeLastStoreWrite(alone, replicas[alone] ?? {}, history);
  const verdict = checkEventual({ replicas, writes: broadcastWrites(held) });
  if (verdict.kind === "converged") return { kind: "kept", why: CONVERGED };
  if (verdict.kind === "unknown") return { kind: "unknown", why: verdict.reason };
  const [first] = verdict.differences;
  return {
    kind: "broken",
    why: `not converged: ${String(verdict.differences.length)} values are not as they must be`,
    expected: `${shownReplicaValue(first?.expected)} for ${shownReplicaValue(first?.key)} at every server`,
    got: `${shownReplicaValue(first?.got)} at ${first?.replica ?? "one"}`,
    reasons: verdict.differences.slice(0, 5).map(({ reason }) => reason),
  };
}

function broadcastWrites(
  held: ObservedStoreRun["held"],
): { key: string; value: string; stamp: [number, number, string]; client: string }[] {
  return [...held.values()].flatMap(({ writes }) =>
    writes.map(({ timestamp, id, key, value }) => ({
      key,
      value,
      stamp: [timestamp, id, value],
      client: `server-${String(id)}`,
    })),
  );
}

/** One server tells nobody of its writes, so its clients' times say which was the last one. */
function judgeLastStoreWrite(
  server: string,
  values: Readonly<Record<string, string>>,
  history: ObservedStoreRun["history"],
): StoreJudgement {
  const sets = history.filter(({ input }) => input.op === "put");
  const end =
    Math.max(0, ...history.map(({ called, returned }) => (returned === Infinity ? called : returned))) + 1;
  const reads = [...new Set(history.map(({ input }) => input.key))].map((key) => ({
    client: server,
    input: { op: "get", key } as const,
    output: values[key] ?? "",
    called: end,
    returned: end,
  }));
  const judged = judgeLinearizableStore({ history: [...sets, ...reads], held: new Map(), servers: [] });
  if (judged.kind === "kept") return { kind: "kept", why: CONVERGED };
  return judged.kind === "unknown"
    ? judged
    : { ...judged, why: "the server does not hold the last write of each key" };
}

function shownReplicaValue(text: string | undefined): string {
  return text === undefined ? "nothing" : JSON.stringify(text);
}
