import type { StateChange, TraceEvent } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";
import { LEAST_ANSWER, type TwoRuns } from "./tellingChange";

/** A boolean or a number may stand anywhere. */
function isAnswerText(got: string | undefined): got is string {
  return got?.startsWith('"') === true && got.length >= LEAST_ANSWER && isTellingText(got);
}

/**
 * Without a run that passes: the change by which a server came to hold the wrong answer, where it still holds that in
 * the end, and no server ever held the right one. Then what it answered is what it believed. Returns its place.
 *
 * @param here the changes of the failing run, in order
 */
export function wrongAnswerHeld(
  here: readonly StateChange[],
  { expected, got, isServer }: Pick<TwoRuns, "got" | "isServer"> & { readonly expected: string | undefined },
): number | undefined {
  if (!isAnswerText(got) || expected === undefined) return undefined;
  const right = rightAnswerIn(expected);
  const last = new Map<string, number>();
  for (const [place, change] of here.entries()) {
    if (!isServer(change.host)) continue;
    if (change.after === right) return undefined;
    last.set(stateKey(change), place);
  }
  return [...last.values()].find((place) => here[place]?.after === got);
}

/**
 * The change by which a server came to hold the wrong answer once more, after something else: what had been replaced came
 * back. Returns its place; undefined where there is none.
 *
 * @param answer the wrong answer, as text in quotes
 */
export function wrongAnswerRestored(
  here: readonly StateChange[],
  answer: string | undefined,
  { isServer }: Pick<TwoRuns, "isServer">,
): number | undefined {
  if (!isAnswerText(answer)) return undefined;
  const held = new Set<string>();
  let place: number | undefined;
  for (const [at, change] of here.entries()) {
    if (!isServer(change.host) || change.after !== answer) continue;
    const key = stateKey(change);
    // What was taken away may be written anew.
    if (held.has(key) && change.before !== undefined) place = at;
    held.add(key);
  }
  return place;
}

/**
 * The change by which a client came to hold the wrong answer, where it gave that answer in a call in which no reply that
 * it got says so: the answer is its own. Returns its place; undefined where there is none.
 *
 * @param answer the wrong answer, as text in quotes
 */
export function wrongAnswerRemembered(
  here: readonly StateChange[],
  answer: string | undefined,
  { events, isServer }: Pick<TwoRuns, "isServer"> & { readonly events: readonly TraceEvent[] },
): number | undefined {
  if (!isAnswerText(answer)) return undefined;
  const end = events.findLastIndex(({ kind, text }) => kind === "end" && text.includes(answer));
  const client = events[end]?.host;
  if (client === undefined || isServer(client)) return undefined;
  const begin = events.slice(0, end).findLastIndex(({ kind, host }) => kind === "begin" && host === client);
  const heard = events.slice(begin + 1, end).some(({ text }) => text.includes(answer));
  if (heard || events[begin]?.text.includes(answer) === true) return undefined;
  const place = here.findLastIndex(
    ({ host, after, event }) => host === client && after === answer && event <= end,
  );
  return place === -1 ? undefined : place;
}

/**
 * The change by which the replica that a failure accuses came to hold what it should not, in the place of something else.
 * Returns its place; undefined where the failure accuses none, or it never held anything else.
 *
 * @param failure such as "not converged: For key "k", replica server-3 holds "old", …"
 */
export function wrongAnswerTaken(
  here: readonly StateChange[],
  failure: string,
  isAbout: TwoRuns["isAbout"],
): number | undefined {
  const [, replica, answer] = /replica (\S+) holds ("(?:[^"\\]|\\.)*")/.exec(failure) ?? [];
  const place = here.findLastIndex(
    (change) =>
      change.host === replica && change.after === answer && change.before !== undefined && isAbout(change),
  );
  return place === -1 ? undefined : place;
}

/** The text that an expectation ends with, such as what the leader holds; else all of it. */
export function rightAnswerIn(expected: string | undefined): string | undefined {
  return expected === undefined ? undefined : (/(?<=^|: )"(?:[^"\\]|\\.)*"$/.exec(expected)?.[0] ?? expected);
}
