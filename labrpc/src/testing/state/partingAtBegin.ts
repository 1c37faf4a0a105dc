import type { StateChange, StateParting, TraceEvent } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";

/** What happened in a run, and how it changed the states of its hosts, in order. */
export interface SeenRun {
  readonly events: readonly TraceEvent[];
  readonly changes: readonly StateChange[];
}

/**
 * What a client believed when it began the call that failed, and did not believe in the run that passes: something that an
 * earlier call has left behind. Counts differ without a meaning. Undefined where there is none.
 *
 * @param isMeant whose last call is the one that failed
 */
export function partingAtBegin(
  here: SeenRun,
  there: SeenRun,
  isMeant: (host: string) => boolean,
): StateParting | undefined {
  const isBegin = ({ kind, host }: TraceEvent): boolean => kind === "begin" && isMeant(host);
  const begin = here.events.findLastIndex(isBegin);
  const { host = "", text = "", at = 0 } = here.events[begin] ?? {};
  const same = (event: TraceEvent): boolean =>
    event.kind === "begin" && event.host === host && event.text === text;
  const nth = here.events.slice(0, begin).filter(same).length;
  const other = there.events
    .map((event, index) => (same(event) ? index : -1))
    .filter((index) => index !== -1)[nth];
  if (begin === -1 || other === undefined) return undefined;
  const [ofHere, ofThere] = [stateBefore(here, host, begin), stateBefore(there, host, other)];
  for (const [key, { object, path, after }] of ofHere) {
    const text = ofThere.get(key)?.after;
    if (after === undefined || text === undefined || after === text) continue;
    if (isCount(after) || isCount(text) || !isTellingText(after, text)) continue;
    return { at, event: begin, host, object, path, here: after, there: text };
  }
  return undefined;
}

/** The last change of each part of a host's state until an event. */
function stateBefore({ changes }: SeenRun, host: string, event: number): Map<string, StateChange> {
  const parts = new Map<string, StateChange>();
  for (const change of changes)
    if (change.host === host && change.event <= event) parts.set(stateKey(change), change);
  return parts;
}

function isCount(text: string): boolean {
  return /^-?\d/.test(text);
}
