import type { TraceEvent } from "../../simulation/trace/Trace";

const VERB: Record<TraceEvent["kind"], string> = {
  call: "sends",
  deliver: "receives",
  reply: "replies",
  return: "gets the reply to",
  timeout: "gives up waiting for",
  "lost-request": "LOST: request",
  "lost-reply": "LOST: reply to",
  copy: "receives a second copy of",
  late: "gets too late the reply to",
  throw: "throws in",
  begin: "begins",
  end: "finished",
  error: "failed:",
  console: "prints",
  start: "starts",
  crash: "crashes",
  network: "",
};

/** One event as a line: when, who, what. */
export function renderEvent(event: TraceEvent): string {
  const { host, peer } = event;
  const who = peer === undefined ? host : `${host} → ${peer}`;
  return `${traceTime(event.at)}  ${who}  ${whatHappens(event)}`;
}

/** The same in a sentence: "server-0 → clerk-1 LOST: reply to get". */
export function eventInWords(event: TraceEvent): string {
  const { host, peer } = event;
  return withShortIds(
    `${host}${peer === undefined ? "" : ` → ${peer}`} ${shortenEventText(whatHappens(event), 90)}`,
  );
}

function whatHappens({ kind, text }: TraceEvent): string {
  // A host that ended in good order says so itself.
  const verb = kind === "crash" && text !== "" ? "" : `${VERB[kind]} `;
  return `${verb}${shortenEventText(withUndefined({ kind, text }))}`;
}

/** The text of an event; where the trace leaves a value away, which is `undefined` in the student's code, it says so. */
export function withUndefined({ kind, text }: Pick<TraceEvent, "kind" | "text">): string {
  // A handler that returns nothing replies all the same.
  if (kind === "reply" && text.endsWith(": ")) return `${text}undefined`;
  return kind === "end" ? text.replace(/ → done$/, " → undefined") : text;
}

/** Virtual time. */
export function traceTime(at: number): string {
  return `${at.toFixed(1)} ms`;
}

/** Characters that a report shows of a text. */
const MOST = 160;

/** Cuts a long text. */
export function shortenEventText(text: string, most = MOST): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${String(text.length)} characters)`;
}

/** With random ids shortened. */
export function withShortIds(text: string): string {
  return text.replace(/\b([0-9a-f]{6})[0-9a-f]{2}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "$1…");
}
