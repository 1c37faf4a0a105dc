import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";

/** A wrong answer that is shorter is in too many texts. */
const LEAST_ANSWER = 3;

/**
 * The change that tells most of a failure: by which a server comes to hold what it holds at no time in the run that
 * passes. The first by which it holds the wrong answer, else the first that is about one key or client, which the path
 * has in brackets: a count that went on says little. Returns its place; undefined where there is none.
 *
 * @param here the changes of the failing run, in order
 * @param there those of the run that passes
 * @param servers the hosts that somebody sends requests to
 * @param got the wrong answer, as the failure shows it
 */
export function tellingChange(
  here: readonly StateChange[],
  there: readonly StateChange[],
  servers: ReadonlySet<string>,
  got: string | undefined,
): number | undefined {
  const known = new Set(there.map(valueOf));
  const isNew = (change: StateChange): boolean =>
    servers.has(change.host) && isTellingText(change.after) && !known.has(valueOf(change));
  const isAnswer = (change: StateChange): boolean =>
    got !== undefined && got.length >= LEAST_ANSWER && change.after === got;
  for (const isMeant of [isAnswer, isOfOneKey]) {
    const place = here.findIndex((change) => isMeant(change) && isNew(change));
    if (place !== -1) return place;
  }
  return undefined;
}

/** Whether a part of a state is about one of many: a key, a client. */
export function isOfOneKey({ path }: Pick<StateChange, "path">): boolean {
  return path.includes("[");
}

function valueOf(change: StateChange): string {
  return `${stateKey(change)} ${change.after ?? ""}`;
}
