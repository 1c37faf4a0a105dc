import type { RunRecord } from "labrpc/testing";

type State = NonNullable<RunRecord["state"]>;
type Change = State["changes"][number];

/** Changes of states as short rows. Names and texts stand once each; what was there before follows from the rows above. */
export interface PackedState {
  readonly texts: readonly string[];
  /** Step, event, time, host, object, path, text after; -1 for none. */
  readonly rows: readonly (readonly [number, number, number, number, number, number, number])[];
  readonly complete: boolean;
}

export function packState({ changes, complete }: State): PackedState {
  const places = new Map<string, number>();
  const place = (text: string | undefined): number => {
    if (text === undefined) return -1;
    const known = places.get(text) ?? places.size;
    places.set(text, known);
    return known;
  };
  const rows = changes.map(
    ({ step, event, at, host, object, path, after }) =>
      [step, event, at, place(host), place(object), place(path), place(after)] as const,
  );
  return { texts: [...places.keys()], rows, complete };
}

export function unpackState({ texts, rows, complete }: PackedState): State {
  const known = new Map<string, string>();
  const changes = rows.map(([step, event, at, host, object, path, text]): Change => {
    const [hostName = "", objectName = "", pathName = ""] = [texts[host], texts[object], texts[path]];
    const key = `${String(host)} ${String(object)} ${String(path)}`;
    const [before, after] = [known.get(key), texts[text]];
    if (after === undefined) known.delete(key);
    else known.set(key, after);
    return {
      step,
      event,
      at,
      host: hostName,
      object: objectName,
      path: pathName,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  });
  return { changes, complete };
}
