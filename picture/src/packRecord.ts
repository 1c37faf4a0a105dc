import type { TraceEvent, TraceKind } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";
import { packState, unpackState, type PackedState } from "./packState";

/** A record with its events as short rows: names of hosts and kinds stand once. Half as long as JSON of the record. */
export interface PackedRecord {
  readonly record: Omit<RunRecord, "events" | "state">;
  readonly state?: PackedState;
  readonly kinds: readonly TraceKind[];
  readonly names: readonly string[];
  /** Time, kind, host, peer (-1 for none), id, text. */
  readonly rows: readonly (readonly [number, number, number, number, number, string])[];
}

export function packRecord({ events, state, ...record }: RunRecord): PackedRecord {
  const kinds = new Map<TraceKind, number>();
  const names = new Map<string, number>();
  const place = <T>(places: Map<T, number>, value: T): number => {
    const known = places.get(value) ?? places.size;
    places.set(value, known);
    return known;
  };
  const rows = events.map(
    ({ at, kind, host, peer, id, text }) =>
      [
        at,
        place(kinds, kind),
        place(names, host),
        peer === undefined ? -1 : place(names, peer),
        id,
        text,
      ] as const,
  );
  return {
    record,
    ...(state === undefined ? {} : { state: packState(state) }),
    kinds: [...kinds.keys()],
    names: [...names.keys()],
    rows,
  };
}

export function unpackRecord({ record, state, kinds, names, rows }: PackedRecord): RunRecord {
  const events = rows.map(([at, kind, host, peer, id, text]): TraceEvent => ({
    at,
    kind: kinds[kind] ?? "console",
    host: names[host] ?? "",
    peer: names[peer],
    id,
    text,
  }));
  return { ...record, events, ...(state === undefined ? {} : { state: unpackState(state) }) };
}
