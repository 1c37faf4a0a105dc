import type { TraceEvent, TraceKind } from "labrpc/simulation";
import { cleanName } from "toolkit/text/studentText";

/** Characters of an operation in a sentence. */
const MOST_TEXT = 80;

/** What becomes of a message, by the kind of the event that says so. */
const ENDS: Partial<Record<TraceKind, string>> = {
  "lost-request": "was lost",
  "lost-reply": "was lost",
  timeout: "did not come in time",
  late: "came too late",
};

/**
 * What was decided at a moment of a run, in a clause: "the reply to append("k","x ") from server-0 to clerk-1 was lost".
 * Undefined where that was no message's fate.
 *
 * @param moment so many events had happened; what is drawn there belongs to the last of them
 */
export function decidedAt(events: readonly TraceEvent[], moment: number): string | undefined {
  const sent = events[moment - 1];
  if (sent?.peer === undefined || (sent.kind !== "call" && sent.kind !== "reply" && sent.kind !== "throw"))
    return undefined;
  const called = events.findIndex(({ kind, id }) => kind === "call" && id === sent.id);
  const isRequest = sent.kind === "call";
  const arrives = isRequest ? "deliver" : "return";
  const end = events
    .slice(moment)
    .find(({ kind, id }) => id === sent.id && (kind === arrives || ENDS[kind] !== undefined));
  const what = cleanName(operationOf(events, called) ?? sent.text, MOST_TEXT);
  const message = isRequest ? `the request ${what}` : `the reply to ${what}`;
  const way = `from ${sent.host} to ${sent.peer}`;
  if (end === undefined) return `${message} ${way} never came to its end`;
  const became = ENDS[end.kind] ?? `reached ${sent.peer} at ${end.at.toFixed(1)} ms`;
  return `${message} ${way} ${became}`;
}

/** What a call was made for: the operation that its caller had begun last, or else the call itself. */
function operationOf(events: readonly TraceEvent[], called: number): string | undefined {
  const call = events[called];
  const begun = events.slice(0, called).findLast(({ kind, host }) => kind === "begin" && host === call?.host);
  return begun?.text ?? call?.text;
}
