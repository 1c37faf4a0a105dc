import type { StateChange, TraceEvent } from "../../records";
import { partsAbout } from "./partsAbout";
import type { TwoRuns } from "./tellingChange";

/**
 * Where to begin to look when no change is known to tell most of a failure: at the last change, on a server if there is
 * one, of a part that the failure names, or else that the last request names. Returns its place; undefined where there is
 * none.
 */
export function changeAbout(
  here: readonly StateChange[],
  events: readonly TraceEvent[],
  { isServer, isAbout }: Pick<TwoRuns, "isServer" | "isAbout">,
): number | undefined {
  const asked = partsAbout([events.findLast(({ kind }) => kind === "call")?.text ?? ""], []);
  for (const isMeant of [isAbout, asked])
    for (const isThere of [isServer, () => true]) {
      const place = here.findLastIndex((change) => isThere(change.host) && isMeant(change));
      if (place !== -1) return place;
    }
  return undefined;
}
