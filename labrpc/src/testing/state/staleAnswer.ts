import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";
import type { TwoRuns } from "./tellingChange";
import { rightAnswerIn } from "./wrongAnswer";

/** A part that a server was to get anew, as another server has, and never got. */
export interface StaleAnswer {
  readonly host: string;
  /** By which it came to hold what it still holds; undefined: it holds nothing there. */
  readonly held: StateChange | undefined;
  /** By which the other server came to hold the right one, and the place of that among the changes. */
  readonly newer: StateChange;
  readonly place: number;
}

interface StaleQuestion extends Pick<TwoRuns, "got" | "isServer" | "isAbout"> {
  readonly expected: string | undefined;
  /** Whether the failure's sentence is about this host, and whether it names it anywhere. */
  readonly isNamed: (host: string) => boolean;
  readonly isMentioned: (host: string) => boolean;
  /** Whether a host was sent a text. */
  readonly hasHeard: (host: string, text: string) => boolean;
}

/**
 * Where a server holds the wrong answer to the end, while another server has the right one in the same part, since later:
 * what went wrong is that nothing came, so no change shows it. Undefined where it is not so.
 *
 * @param here the changes of the failing run, in order
 */
export function staleAnswer(
  here: readonly StateChange[],
  { expected, got, isServer, isAbout, isNamed, isMentioned, hasHeard }: StaleQuestion,
): StaleAnswer | undefined {
  const right = rightAnswerIn(expected);
  if (right === undefined || got === undefined || right === got) return undefined;
  const last = new Map<string, { readonly change: StateChange; readonly place: number }>();
  for (const [place, change] of here.entries())
    if (isServer(change.host)) last.set(stateKey(change), { change, place });
  const ends = [...last.values()];
  const hosts = [...new Set(ends.map(({ change }) => change.host))];
  if (right.startsWith('"') && !got.startsWith('"'))
    return missingPart(ends, right, { isAbout, hosts: hosts.filter(isNamed) });
  if (right.startsWith('"') && got === '""') {
    // Some labs read "" where there is nothing; a server that was never told may have no part in it.
    const told = hosts.filter((host) => hasHeard(host, right));
    const mentioned = told.filter(isMentioned);
    return missingPart(ends, right, { isAbout, hosts: mentioned.length > 0 ? mentioned : told });
  }
  if (!isTellingText(got)) return undefined;
  for (const { change: held } of ends) {
    if (held.after !== got) continue;
    const newer = ends.find(
      ({ change: { host, path, after, at } }) =>
        host !== held.host && path === held.path && after === right && at > held.at,
    );
    if (newer !== undefined) return { host: held.host, held, newer: newer.change, place: newer.place };
  }
  return undefined;
}

/** The one of some servers that has nothing in a part of what failed in which another one has the right answer. */
function missingPart(
  ends: readonly { readonly change: StateChange; readonly place: number }[],
  right: string,
  { isAbout, hosts }: Pick<StaleQuestion, "isAbout"> & { readonly hosts: readonly string[] },
): StaleAnswer | undefined {
  for (const { change, place } of ends) {
    if (change.after !== right || !isAbout(change)) continue;
    const has = (host: string): boolean =>
      ends.some(
        ({ change: { host: other, path, after } }) =>
          other === host && path === change.path && after !== undefined,
      );
    const lacking = hosts.filter((host) => !has(host));
    if (lacking.length === 1) return { host: lacking[0] as string, held: undefined, newer: change, place };
  }
  return undefined;
}
