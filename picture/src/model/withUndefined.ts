import type { TraceEvent } from "labrpc/simulation";

/**
 * The event, with the word for a value that the trace leaves away: a handler's reply, and what an operation resolved to,
 * may be `undefined`.
 */
export function withUndefined(event: TraceEvent): TraceEvent {
  const { kind, text } = event;
  if (kind === "reply" && text.endsWith(": ")) return { ...event, text: `${text}undefined` };
  if (kind === "end" && text.endsWith(" → done"))
    return { ...event, text: text.replace(/done$/, "undefined") };
  return event;
}
