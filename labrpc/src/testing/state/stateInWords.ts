import type { StateChange } from "../../records";
import { traceTime, withShortIds } from "../explain/renderEvent";
import type { MostKept } from "./mostKept";
import type { SharedIdentity } from "./sharedIdentity";
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

/** "server-0's `values["k"]` went back from "new" to "old" at 1051.0 ms". */
export function restoredInWords(change: StateChange): string {
  return changeInWords(change).replace(" went from ", " went back from ");
}

/** "clerk-1's `seen["k"]` became "old" at 7.8 ms; it was not there before. No reply in this call says so". */
export function rememberedInWords(change: StateChange): string {
  return `${changeInWords(change)}. No reply that ${change.host} got in this call says so`;
}

/** "follower-1's `entries["k"]` is "old" since 7.8 ms, and leader's became "new" at 104107.0 ms". */
export function staleInWords({ host, held, newer }: Omit<StaleAnswer, "place">): string {
  const became = `while ${newer.host}'s became ${shownValue(newer.after ?? "")} at ${traceTime(newer.at)}`;
  if (held === undefined) return `${host} has no \`${nameOfPart(newer)}\` to the end, ${became}`;
  const since = `${host}'s \`${nameOfPart(held)}\` is ${shownValue(held.after ?? "")} since ${traceTime(held.at)}`;
  return `${since} and has not changed, ${became}`;
}

/** "clerk-0's `#id` and clerk-1's are the same, 1767225600000: a server takes one for the other". */
export function sharedInWords({ own, other }: SharedIdentity): string {
  const whose = own.host === other.host ? `that of its ${own.object}` : `${own.host}'s`;
  const same = `${other.host}'s \`${nameOfPart(other)}\` and ${whose} are the same, ${shownValue(own.after ?? "")}`;
  return `${same}: a server takes one for the other`;
}

/** "load-1's `#replies` has most entries: 64". @param isAll whether it was seen to the end */
export function keptInWords(kept: MostKept, isAll: boolean): string {
  const entries = isAll && !kept.isCut ? String(kept.entries) : `at least ${String(kept.entries)}`;
  return `${kept.host}'s \`${nameOfPart(kept)}\` has most entries: ${entries}`;
}

/** A part of a state as sentences name it. */
export function nameOfPart({ object, path }: Pick<StateChange, "object" | "path">): string {
  return withShortIds(path === "" ? object : path);
}

/** A value, cut when it is long. */
export function shownValue(text: string): string {
  const short = withShortIds(text);
  return short.length <= MOST_VALUE ? short : `${short.slice(0, MOST_VALUE)}…`;
}
