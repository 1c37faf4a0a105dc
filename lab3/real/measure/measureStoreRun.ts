import { summariseClusterLatencies, type ClusterLatencies } from "labcluster/programs";
import type { StoreRun } from "../processes/RunningStore";

/** What a level cost in a run. */
export interface StoreRunCost {
  /** Calls that were answered. */
  readonly calls: number;
  /** How long they took, ms. */
  readonly all: ClusterLatencies;
  readonly gets: ClusterLatencies;
  readonly sets: ClusterLatencies;
  /**
   * Messages from one server to another, per call: one that is published counts once for each other server. Undefined
   * when a server has ended, since nobody knows what it sent.
   */
  readonly messagesPerCall: number | undefined;
}

/** @param warmUp so many requests of each client, the first ones, are not measured. Default: 0 */
export function measureStoreRun({ clients, messages }: StoreRun, warmUp = 0): StoreRunCost {
  const took = (kind: "get" | "set", from: number): number[] =>
    clients.flatMap(({ requests, done }) =>
      done.flatMap(({ at, called, outcome }) =>
        at >= from && requests[at]?.kind === kind && outcome.kind === "answered"
          ? [outcome.returned - called]
          : [],
      ),
    );
  const [gets, sets] = [took("get", warmUp), took("set", warmUp)];
  // Messages are counted from the beginning.
  const calls = took("get", 0).length + took("set", 0).length;
  return {
    calls: gets.length + sets.length,
    all: summariseClusterLatencies([...gets, ...sets]),
    gets: summariseClusterLatencies(gets),
    sets: summariseClusterLatencies(sets),
    messagesPerCall: messages === undefined || calls === 0 ? undefined : messages.received / calls,
  };
}
