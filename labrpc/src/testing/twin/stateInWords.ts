import type { RunTwin, StateChange, StateParting } from "../../records";
import { traceTime, withShortIds } from "../explain/renderEvent";
import type { StaleAnswer } from "./staleAnswer";

/** Characters of a value in a sentence. */
const MOST_VALUE = 60;

/** "server-0's `lastSeen["clerk-2"]` went from 3 to 1 at 1051.0 ms". */
export function changeInWords(change: StateChange): string {
  const { before, after, at } = change;
  const what = `${change.host}'s \`${nameOfPart(change)}\``;
  const when = `at ${traceTime(at)}`;
  if (before === undefined)
    return `${what} became ${shownValue(after ?? "")} ${when}; it was not there before`;
  if (after === undefined) return `${what}, which was ${shownValue(before)}, went away ${when}`;
  return `${what} went from ${shownValue(before)} to ${shownValue(after)} ${when}`;
}

/** "follower-1's `entries["k"]` is "old" since 7.8 ms, and leader's became "new" at 104107.0 ms". */
export function staleInWords({ held, newer }: Pick<StaleAnswer, "held" | "newer">): string {
  const since = `${held.host}'s \`${nameOfPart(held)}\` is ${shownValue(held.after ?? "")} since ${traceTime(held.at)}`;
  return `${since} and has not changed, while ${newer.host}'s became ${shownValue(newer.after ?? "")} at ${traceTime(newer.at)}`;
}

/** What a run passes without, and what is not the same in it. */
export function twinInWords(
  { without, passes: isPassed }: Pick<RunTwin, "without" | "passes">,
  parting: StateParting | undefined,
): string {
  const passes = `without ${without}, the test ${isPassed ? "passes" : "gets past this, and fails later in another way"}`;
  if (parting === undefined) return passes;
  const { at, host, here, there } = parting;
  const name = nameOfPart(parting);
  if (there === undefined)
    return `${passes}: then ${host} has no \`${name}\` at ${traceTime(at)}, which is ${shownValue(here ?? "")} here`;
  const own = here === undefined ? "here it is not there" : `here it is ${shownValue(here)}`;
  return `${passes}: then ${host}'s \`${name}\` is ${shownValue(there)} at ${traceTime(at)}, and ${own}`;
}

function nameOfPart({ object, path }: Pick<StateChange, "object" | "path">): string {
  return withShortIds(path === "" ? object : path);
}

function shownValue(text: string): string {
  const short = withShortIds(text);
  return short.length <= MOST_VALUE ? short : `${short.slice(0, MOST_VALUE)}…`;
}
