import type { TraceEvent, TraceKind } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";

/** An event by its most important parts; the others have defaults. */
export function event(
  at: number,
  kind: TraceKind,
  host: string,
  peer?: string,
  id = peer === undefined ? 0 : 1,
  text = "get",
): TraceEvent {
  return { at, kind, host, peer, id, text };
}

/** A record of a client and a server with those events. */
export function madeRecord(events: readonly TraceEvent[], changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: "run-record/v1",
    test: "TestMade",
    seed: 1,
    failure: { message: "it failed", details: [] },
    cause: [],
    hosts: ["server", "client"],
    events,
    complete: true,
    spans: [],
    faults: [],
    ...changes,
  };
}
