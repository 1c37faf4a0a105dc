import type { FaultSeen, MessageFault } from "../simulation/Fault";
import type { FaultLog } from "../simulation/FaultLog";
import type { Span } from "../simulation/SpanLog";
import type { TraceEvent } from "../simulation/Trace";
import { shorten, time } from "./renderEvent";

/** What is known of a run when its faults are described. */
export interface RunSeen {
  readonly faults: FaultLog;
  readonly events: readonly TraceEvent[];
  readonly spans: readonly Span[];
}

/** What a message's name says; see Fault. */
interface MessageName {
  readonly from: string;
  readonly to: string;
  /** As in FaultPlan.leftOut. */
  readonly operation: string;
}

/** Says what a fault did, as part of a sentence: "the reply to get("k") from server-0 to clerk-1 was lost, and …". */
export function describeFault(seen: FaultSeen, run: RunSeen): string {
  const { fault } = seen;
  switch (fault.kind) {
    case "crash":
      return `${fault.host} crashed${until(run, "crashed", fault.host, seen.at)}`;
    case "cut":
      return `${fault.what} at ${time(seen.at)}`;
    case "lost-request":
      return `the request ${request(seen, fault, run)} was lost${next(seen, fault, run)}`;
    case "lost-reply":
      return `the reply to ${reply(seen, fault, run)} was lost${next(seen, fault, run)}`;
    case "late-request":
      return `the request ${request(seen, fault, run)} took ${time(fault.delayMs)}${tooLate(seen, run)}`;
    case "late-reply":
      return `the reply to ${reply(seen, fault, run)} took ${time(fault.delayMs)}${tooLate(seen, run)}`;
    case "duplicate": {
      const times = fault.copiesMs.length === 1 ? "twice" : `${String(fault.copiesMs.length + 1)} times`;
      return `the request ${request(seen, fault, run)} arrived ${times}`;
    }
  }
}

function request(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to } = parse(fault.message);
  return `${what(seen, fault, run)} from ${from} to ${to}`;
}

function reply(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to } = parse(fault.message);
  return `${what(seen, fault, run)} from ${to} to ${from}`;
}

/** The client's own words where the request has the name of its operation; else the request, and whose it is. */
function what(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { operation } = parse(fault.message);
  const sent = run.events.find(({ kind, id }) => kind === "call" && id === seen.id)?.text ?? "";
  const method = sent.slice(0, sent.indexOf("("));
  const called = run.faults.operationText(operation);
  if (called === undefined) return brief(sent);
  return called.startsWith(`${method}(`) ? brief(called) : `${brief(sent)} of ${brief(called)}`;
}

/** What the caller did next in the same operation. */
function next(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to } = parse(fault.message);
  const sent = run.events.find(({ kind, id }) => kind === "call" && id === seen.id);
  for (const { at, kind, host, peer, text } of run.events) {
    if (host !== from || at < seen.at) continue;
    if (kind === "begin") return "";
    if (kind === "end" || kind === "error") {
      return kind === "error"
        ? `, and ${from} gave up: ${brief(text.slice(text.indexOf(" threw ") + 7))}`
        : "";
    }
    if (kind !== "call") continue;
    if (peer !== to) return `, and ${from} then sent ${brief(text)} to ${peer ?? "nobody"}`;
    return methodOf(text) === methodOf(sent?.text ?? "")
      ? `, and ${from} sent it again`
      : `, and ${from} then sent ${brief(text)}`;
  }
  return "";
}

function tooLate(seen: FaultSeen, run: RunSeen): string {
  const late = run.events.some(({ kind, id }) => id === seen.id && kind === "late");
  return late ? ", and came when its caller had given up" : "";
}

function until(run: RunSeen, kind: Span["kind"], host: string, at: number): string {
  const span = run.spans.find(
    (found) => found.kind === kind && found.from === at && found.groups[0]?.[0] === host,
  );
  if (span === undefined) return ` at ${time(at)}`;
  return span.until === null ? ` at ${time(at)} for good` : ` from ${time(at)} to ${time(span.until)}`;
}

function methodOf(sent: string): string {
  return sent.slice(0, sent.indexOf("("));
}

function parse(message: string): MessageName {
  const [operation = "", target = ""] = message.split(">");
  return {
    operation,
    from: operation.slice(0, operation.lastIndexOf("/")),
    to: target.slice(0, target.lastIndexOf("/")),
  };
}

/** Short, and random ids shorter still. */
function brief(text: string): string {
  return shorten(text.replace(/\b([0-9a-f]{6})[0-9a-f]{2}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "$1…"), 90);
}
