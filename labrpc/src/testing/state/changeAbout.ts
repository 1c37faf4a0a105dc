import type { StateChange, TraceEvent } from "../../records";
import { isTellingText } from "./isTellingText";
import { partsAbout, quotedIn } from "./partsAbout";
import type { TwoRuns } from "./tellingChange";

const RANDOM_ID = /"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g;
/** A shorter value is in too many texts. */
const LEAST_VALUE = 3;

/**
 * Where to begin to look when no change is known to tell most of a failure: at the last change, on a server if there is
 * one, of a part that the failure names, or that came to hold a value that it names, or else of a part that the last
 * request names. Returns its place; undefined where there is none.
 */
export function changeAbout(
  here: readonly StateChange[],
  events: readonly TraceEvent[],
  {
    isServer,
    isAbout,
    isKit,
  }: Pick<TwoRuns, "isServer" | "isAbout"> & { readonly isKit: (host: string) => boolean },
  failure: string,
): number | undefined {
  // Who asks is not what is asked for.
  const asked = partsAbout(
    [(events.findLast(({ kind }) => kind === "call")?.text ?? "").replaceAll(RANDOM_ID, "")],
    [],
  );
  const values = quotedIn(failure).map((word) => word.slice(1, -1));
  const holds = ({ after }: StateChange): boolean =>
    values.some((value) => value.length >= LEAST_VALUE && after?.includes(value) === true);
  for (const isMeant of [isAbout, holds, asked])
    for (const isThere of [isServer, (host: string) => !isKit(host)]) {
      const place = here.findLastIndex(
        (change) => isThere(change.host) && isMeant(change) && saysSomething(change),
      );
      if (place !== -1) return place;
    }
  return undefined;
}

/** What is gone says what it was. */
function saysSomething({ before, after = before }: StateChange): boolean {
  return after !== "undefined" && isTellingText(after);
}
