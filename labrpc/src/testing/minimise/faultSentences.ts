import type { FaultSeen } from "../../simulation/faults/Fault";
import type { Span } from "../../simulation/trace/SpanLog";
import { describeFault, lastingOfSpan, spanOfFault } from "../explain/describeFault";
import { traceTime } from "../explain/renderEvent";
import type { RunSeen } from "../explain/RunSeen";

/** A fault that lasts, and when it was in force. */
interface Lasting {
  readonly seen: FaultSeen;
  readonly span: Span;
}

/** A sentence, and the faults that it is about. */
export interface FaultSentence {
  readonly faults: readonly FaultSeen[];
  /** Of many faults only the first are described, and each takes a look through the run. */
  readonly text: () => string;
}

/**
 * Faults in words, in the order in which they happened, each in one sentence. What a test does to several hosts or links
 * at the same moment and for the same time shares a sentence: "a, b and c crashed at …", "messages a → b and c take 10
 * to 30 ms longer".
 */
export function faultSentences(faults: readonly FaultSeen[], run: RunSeen): FaultSentence[] {
  const sentences: FaultSentence[] = [];
  const left = new Map(faults.map((seen) => [seen, spanOfFault(seen, run)]));
  for (const [seen, span] of left) {
    const group = span === undefined ? [] : linkedSpans({ seen, span }, spansOfSameMoment(span, left));
    const members = group.length < 2 ? [seen] : group.map((one) => one.seen);
    for (const member of members) left.delete(member);
    const text = (): string => (group.length < 2 ? describeFault(seen, run) : sentenceOfSpans(group));
    sentences.push({ faults: members, text });
  }
  return sentences;
}

/** A partition is one fault, however many hosts it is about. */
function spansOfSameMoment(span: Span, left: ReadonlyMap<FaultSeen, Span | undefined>): Lasting[] {
  if (span.kind === "partition") return [];
  return [...left].flatMap(([seen, other]) => {
    const same = other?.kind === span.kind && other.from === span.from && other.until === span.until;
    return same ? [{ seen, span: other }] : [];
  });
}

/** Of links, those between the same hosts in all directions, or those from one host, or those to one. */
function linkedSpans(first: Lasting, alike: readonly Lasting[]): readonly Lasting[] {
  if (!isLinkFault(first.span)) return alike;
  if (isMeshOfHosts(alike)) return alike;
  const from = alike.filter(({ span }) => senderOfLinkFault(span) === senderOfLinkFault(first.span));
  const to = alike.filter(({ span }) => receiverOfLinkFault(span) === receiverOfLinkFault(first.span));
  return from.length >= to.length ? from : to;
}

function sentenceOfSpans(group: readonly Lasting[]): string {
  const { span } = group[0] as Lasting;
  const when = `at ${traceTime(span.from)}${lastingOfSpan(span)}`;
  if (!isLinkFault(span))
    return `${listOfHosts(group.map((one) => senderOfLinkFault(one.span)))} ${span.kind} ${when}`;
  const senders = [...new Set(group.map((one) => senderOfLinkFault(one.span)))];
  const receivers = [...new Set(group.map((one) => receiverOfLinkFault(one.span)))];
  const way = isMeshOfHosts(group)
    ? `between ${listOfHosts(senders)}`
    : `${listOfHosts(senders)} → ${listOfHosts(receivers)}`;
  return `messages ${way} ${span.kind === "slow" ? `take ${extraDelayOfSpans(group)} longer` : span.kind} ${when}`;
}

function extraDelayOfSpans(group: readonly Lasting[]): string {
  const all = group.map(({ span }) => span.extraMs ?? 0);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? `${String(least)} ms` : `${String(least)} to ${String(most)} ms`;
}

/** Whether these are the links between some hosts, each to each other one. */
function isMeshOfHosts(group: readonly Lasting[]): boolean {
  const hosts = new Set(group.flatMap(({ span }) => [senderOfLinkFault(span), receiverOfLinkFault(span)]));
  const links = new Set(group.map(({ span }) => `${senderOfLinkFault(span)} → ${receiverOfLinkFault(span)}`));
  return links.size === hosts.size * (hosts.size - 1);
}

function isLinkFault({ kind }: Span): boolean {
  return kind === "slow" || kind === "blocked";
}

function senderOfLinkFault({ groups }: Span): string {
  return groups[0]?.[0] ?? "";
}

function receiverOfLinkFault({ groups }: Span): string {
  return groups[1]?.[0] ?? "";
}

function listOfHosts(names: readonly string[]): string {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return sorted.length < 2 ? sorted.join("") : `${sorted.slice(0, -1).join(", ")} and ${sorted.at(-1) ?? ""}`;
}
