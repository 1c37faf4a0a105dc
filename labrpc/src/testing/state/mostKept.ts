import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";

/** A field with less in it is not what fills a memory. */
const LEAST_ENTRIES = 10;

/** The field of an object that kept most. */
export interface MostKept {
  /** The last change below it, before the host was gone, as a place among the changes. */
  readonly place: number;
  readonly host: string;
  readonly object: string;
  /** Of the field. */
  readonly path: string;
  /** In it and in all below it. */
  readonly entries: number;
  /** Whether some of them were too many to be looked at. */
  readonly isCut: boolean;
}

/**
 * The field with most entries in it and below it, Maps, Sets and arrays together, of the host that was the last to be
 * given up: a test of memory weighs what a server kept by crashing its host. Undefined where nothing is that large.
 *
 * @param here the changes of the failing run, in order
 */
export function mostKept(here: readonly StateChange[]): MostKept | undefined {
  const crash = here.findLastIndex(({ after }) => after === undefined);
  const weighed = here[crash];
  if (weighed === undefined) return undefined;
  const begin = here.findIndex(
    ({ host, step, after }) => host === weighed.host && step === weighed.step && after === undefined,
  );
  const sizes = new Map<string, { readonly change: StateChange; readonly place: number; size: number }>();
  for (const [place, change] of here.slice(0, begin).entries())
    if (change.host === weighed.host)
      sizes.set(stateKey(change), { change, place, size: sizeOf(change.after) });
  const fields = new Map<string, MostKept>();
  for (const { change, place, size } of sizes.values()) {
    const { host, object } = change;
    const path = fieldOf(change.path);
    const known = fields.get(`${object} ${path}`);
    fields.set(`${object} ${path}`, {
      place: Math.max(place, known?.place ?? 0),
      host,
      object,
      path,
      entries: size + (known?.entries ?? 0),
      isCut: known?.isCut === true || change.after?.endsWith(", cut") === true,
    });
  }
  const [most] = [...fields.values()].sort((a, b) => b.entries - a.entries);
  return most === undefined || most.entries < LEAST_ENTRIES ? undefined : most;
}

/** Of "Map(12)" and "Array(300), cut". */
function sizeOf(text: string | undefined): number {
  return Number(/^\w+\((\d+)\)/.exec(text ?? "")?.[1] ?? 0);
}

/** The fields that a path begins with, up to the first entry: "#store.#last" of `#store.#last["k"].seq`. */
function fieldOf(path: string): string {
  return /^[^[]*/.exec(path)?.[0].replace(/\.(?:size|length)$/, "") ?? path;
}
