import type { FaultSeen, MessageFault } from "../../simulation/faults/Fault";
import type { Span } from "../../simulation/trace/SpanLog";
import { shortenEventText, traceTime, withShortIds } from "./renderEvent";
import type { RunSeen } from "./RunSeen";

/** What a message's name says; see Fault. */
interface MessageName {
  readonly from: string;
  readonly to: string;
  /** As in FaultPlan.leftOut. */
  readonly operation: string;
  /** 0 for the request itself, 1 for its first copy. */
  readonly copy: number;
}

/** Says what a fault did, as part of a sentence: "the reply to get("k") from server-0 to clerk-1 was lost, and …". */
export function describeFault(seen: FaultSeen, run: RunSeen): string {
  const { fault } = seen;
  switch (fault.kind) {
    case "crash":
      return `${fault.host} crashed at ${traceTime(seen.at)}${lastingOfSpan(spanOfFault(seen, run))}`;
    case "cut":
      return `${fault.what} at ${traceTime(seen.at)}${lastingOfSpan(spanOfFault(seen, run))}`;
    case "lost-request":
      return `the request ${requestOfFault(seen, fault, run)} was lost${nextAfterFault(seen, fault, run)}`;
    case "lost-reply":
      return `the reply to ${replyOfFault(seen, fault, run)} was lost${nextAfterFault(seen, fault, run)}`;
    case "late-request":
      return `the request ${requestOfFault(seen, fault, run)} took ${traceTime(fault.delayMs)}${tooLateForClient(seen, fault, run)}`;
    case "late-reply":
      return `the reply to ${replyOfFault(seen, fault, run)} took ${traceTime(fault.delayMs)}${tooLateForClient(seen, fault, run)}`;
    case "duplicate": {
      const times = fault.copiesMs.length === 1 ? "twice" : `${String(fault.copiesMs.length + 1)} times`;
      return `the request ${requestOfFault(seen, fault, run)} arrived ${times}`;
    }
  }
}

/** Names a fault in a few words: "the lost reply to get("k") from server-0 to clerk-1". */
export function faultInShort(seen: FaultSeen, run: RunSeen): string {
  const { fault } = seen;
  switch (fault.kind) {
    case "crash":
      return `the crash of ${fault.host} at ${traceTime(seen.at)}`;
    case "cut":
      return `"${fault.what}" at ${traceTime(seen.at)}`;
    case "lost-request":
      return `the lost request ${requestOfFault(seen, fault, run)}`;
    case "lost-reply":
      return `the lost reply to ${replyOfFault(seen, fault, run)}`;
    case "late-request":
      return `the late request ${requestOfFault(seen, fault, run)}`;
    case "late-reply":
      return `the late reply to ${replyOfFault(seen, fault, run)}`;
    case "duplicate":
      return `the second copy of the request ${requestOfFault(seen, fault, run)}`;
  }
}

/** The time during which a cut or a crash was in force; undefined for what happens to one message. */
export function spanOfFault({ fault, at }: FaultSeen, { spans }: RunSeen): Span | undefined {
  if (fault.kind === "cut") return spans.find(({ cut }) => cut === fault.nth);
  if (fault.kind !== "crash") return undefined;
  return spans.find(
    ({ kind, from, groups }) => kind === "crashed" && from === at && groups[0]?.[0] === fault.host,
  );
}

function requestOfFault(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to } = parseMessageName(fault.message);
  return `${whatFaultHit(seen, fault, run)} from ${from} to ${to}`;
}

function replyOfFault(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to, copy } = parseMessageName(fault.message);
  return `${copy === 0 ? "" : "the second copy of "}${whatFaultHit(seen, fault, run)} from ${to} to ${from}`;
}

/** The client's own words where the request has the name of its operation; else the request, and whose it is. */
function whatFaultHit({ call }: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const called = run.faults.operationText(parseMessageName(fault.message).operation);
  if (called === undefined) return briefCallText(call);
  return methodOfCall(called) === methodOfCall(call)
    ? briefCallText(called)
    : `${briefCallText(call)} of ${briefCallText(called)}`;
}

/** What the caller did in the same operation once it knew that no reply would come. */
function nextAfterFault(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from, to, operation } = parseMessageName(fault.message);
  const isClient = run.faults.operationText(operation) !== undefined;
  const same = (text: string): boolean => text.startsWith(seen.call.slice(0, -1));
  // A server that sends a request to several others goes on with them, whatever became of this one.
  const asked = new Set<string | undefined>([to]);
  let knows = false;
  for (const { id, kind, peer, text } of run.from(from, isClient ? seen.at : 0)) {
    if (!knows) {
      if (kind === "call" && same(text)) asked.add(peer);
      knows = id === seen.id && (kind === "timeout" || kind === "return");
      if (kind === "return" && knows) return "";
      continue;
    }
    if (kind === "begin") return "";
    if (kind === "end") return "";
    if (kind === "error")
      return `, and then ${from} failed: ${briefCallText(text.slice(text.indexOf(" threw ") + 7))}`;
    if (kind !== "call") continue;
    if (same(text) && peer === to) return `, and ${from} sent it again`;
    if (same(text) && !isClient && asked.has(peer)) continue;
    if (same(text)) return `, and ${from} sent it to ${peer ?? "nobody"}`;
    if (isClient) return `, and ${from} then sent ${briefCallText(text)} to ${peer ?? "nobody"}`;
  }
  return "";
}

function tooLateForClient(seen: FaultSeen, fault: MessageFault, run: RunSeen): string {
  const { from } = parseMessageName(fault.message);
  for (const { id, kind } of run.from(from, seen.at))
    if (id === seen.id && kind === "late") return ", and the reply came after its caller had given up";
  return "";
}

/** How long it was, in words behind a time. */
export function lastingOfSpan(span: Span | undefined): string {
  if (span === undefined) return "";
  if (span.until === null) return ", to the end";
  // A test that restarts a host at once takes its memory, and no time.
  return span.until === span.from ? ", for an instant" : `, for ${traceTime(span.until - span.from)}`;
}

function methodOfCall(call: string): string {
  return call.slice(0, call.indexOf("("));
}

function parseMessageName(message: string): MessageName {
  const [operation = "", target = ""] = message.split(">");
  const [link = "", copy = "0"] = target.split("+");
  return {
    operation,
    from: operation.slice(0, operation.lastIndexOf("/")),
    to: link.slice(0, link.lastIndexOf("/")),
    copy: Number(copy),
  };
}

/** Short, and random ids shorter still. */
function briefCallText(text: string): string {
  return shortenEventText(withShortIds(text), 90);
}
