import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";
import { rightAnswerIn, type TwoRuns } from "./tellingChange";

/** A part that a server was to get anew, as another server has, and never got. */
export interface StaleAnswer {
  /** By which it came to hold what it still holds. */
  readonly held: StateChange;
  /** By which the other server came to hold the right one, and the place of that among the changes. */
  readonly newer: StateChange;
  readonly place: number;
}

/**
 * Where a server holds the wrong answer to the end, while another server has the right one in the same part, since later:
 * what went wrong is that nothing came, so no change shows it. Undefined where it is not so.
 *
 * @param here the changes of the failing run, in order
 */
export function staleAnswer(
  here: readonly StateChange[],
  { expected, got, isServer }: Pick<TwoRuns, "got" | "isServer"> & { readonly expected: string | undefined },
): StaleAnswer | undefined {
  const right = rightAnswerIn(expected);
  if (right === undefined || got === undefined || right === got || !isTellingText(got)) return undefined;
  const last = new Map<string, { readonly change: StateChange; readonly place: number }>();
  for (const [place, change] of here.entries())
    if (isServer(change.host)) last.set(stateKey(change), { change, place });
  const ends = [...last.values()];
  for (const { change: held } of ends) {
    if (held.after !== got) continue;
    const newer = ends.find(
      ({ change: { host, path, after, at } }) =>
        host !== held.host && path === held.path && after === right && at > held.at,
    );
    if (newer !== undefined) return { held, newer: newer.change, place: newer.place };
  }
  return undefined;
}
