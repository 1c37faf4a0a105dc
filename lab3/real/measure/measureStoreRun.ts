import { summariseClusterLatencies, type ClusterLatencies } from "labcluster/programs";
import type { StoreRun } from "../processes/runStore";

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

export function measureStoreRun({ clients, messages }: StoreRun): StoreRunCost {
  const took = (kind: "get" | "set"): number[] =>
    clients.flatMap(({ requests, done }) =>
      done.flatMap(({ at, called, outcome }) =>
        requests[at]?.kind === kind && outcome.kind === "answered" ? [outcome.returned - called] : [],
      ),
    );
  const [gets, sets] = [took("get"), took("set")];
  const calls = gets.length + sets.length;
  return {
    calls,
    all: summariseClusterLatencies([...gets, ...sets]),
    gets: summariseClusterLatencies(gets),
    sets: summariseClusterLatencies(sets),
    messagesPerCall: messages === undefined || calls === 0 ? undefined : messages.received / calls,
  };
}
