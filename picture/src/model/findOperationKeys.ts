import type { TraceEvent } from "labrpc/simulation";

/** Fields that labs and students call a key. */
const FIELD = /"(?:key|Key|k|name)":\s*("(?:[^"\\]|\\.)*")/;
/** The first argument of an operation, when it is a text. */
const FIRST_ARGUMENT = /^[\w$]+\(("(?:[^"\\]|\\.)*")/;

/** The keys of a store that events are about. */
export interface OperationKeys {
  readonly keys: string[];
  /** For each event the place of its key; -1 for none. */
  readonly ofEvent: Int32Array;
}

/**
 * Finds keys by how messages usually look: a field called "key", and the first argument of a client's operation.
 * All events of one call are about the key of its request.
 */
export function findOperationKeys(events: readonly TraceEvent[]): OperationKeys {
  const places = new Map<string, number>();
  const ofEvent = new Int32Array(events.length).fill(-1);
  const ofCall = new Map<number, number>();
  const ofOperation = new Map<number, number>();
  const placeOf = (json: string | undefined): number => {
    if (json === undefined) return -1;
    let key: string;
    try {
      key = JSON.parse(json) as string;
    } catch {
      return -1;
    }
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  };
  for (const [at, { kind, id, text, peer }] of events.entries()) {
    if (kind === "begin") ofOperation.set(id, placeOf(keyOfOperation(text)));
    if (kind === "begin" || kind === "end" || kind === "error") {
      ofEvent[at] = ofOperation.get(id) ?? placeOf(keyOfOperation(text));
      continue;
    }
    if (peer === undefined || id === 0) continue;
    let key = ofCall.get(id);
    if (key === undefined) {
      key = placeOf(FIELD.exec(text)?.[1]);
      if (key >= 0 || kind === "call") ofCall.set(id, key);
    }
    ofEvent[at] = key;
  }
  return { keys: [...places.keys()], ofEvent };
}

/** The key of an operation as JSON text, from `get("k") → "x"`; undefined when it has none. */
export function keyOfOperation(text: string): string | undefined {
  return FIRST_ARGUMENT.exec(text)?.[1];
}
