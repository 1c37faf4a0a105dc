import type { Outcome, PendingCall, UnfinishedHandler } from "../../simulation/outcome/Outcome";
import type { Simulation } from "../../simulation/Simulation";
import type { TraceEvent } from "../../simulation/trace/Trace";
import { shortenEventText, traceTime } from "./renderEvent";
import { waitingRing, type WaitingRing } from "./waitingRing";

/** Lines of each sort: operations, handlers, calls. */
const MOST_LINES = 6;
/** Fewer requests than these are seen in the events. */
const FEW_REQUESTS = 5;
/** Virtual ms after which one would have expected a request. */
const LONG_MS = 1_000;
/** More hosts than these are not told apart in the last events. */
const MOST_HOSTS = 6;

/** Whether a run failed since something that the test waited for did not come to an end. */
export function isStuckOutcome(outcome: Outcome): boolean {
  if (outcome.kind === "failed") return outcome.restsOn === "waiting";
  return outcome.kind === "deadlock" || outcome.kind === "no-progress";
}

/** A run that does not come to its end: who waits for whom, since when, and who will never do anything. */
export class StuckRun {
  /** What the test called and got no answer to, then calls between hosts. */
  readonly #waiting: readonly PendingCall[];
  readonly #handlers: readonly UnfinishedHandler[];
  readonly #ring: WaitingRing | undefined;
  readonly #sim: Simulation;

  /** @param sim best one that was recorded */
  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#waiting = sim.waiting();
    this.#handlers = sim.unfinishedHandlers();
    this.#ring = waitingRing(this.#handlers);
  }

  /** The moment from which it could not go on any more, as far as can be told, virtual ms. */
  get sinceMs(): number {
    if (this.#ring !== undefined) return this.#ring.sinceMs;
    const [handler] = this.#handlers;
    if (handler !== undefined) return handler.since;
    const events = this.#sim.trace.events;
    const idle = this.#operations().find(({ from }) => this.#sim.isIdle(from));
    const last =
      idle === undefined
        ? events.findLast(isOfFinishedCall)
        : events.findLast(({ host, peer }) => host === idle.from || peer === idle.from);
    return last?.at ?? 0;
  }

  /** Where student code waits for what will not come, "FILE:LINE:COLUMN", or "". */
  get place(): string {
    const [ringed] = this.#ringHandlers();
    const idle = this.#handlers.find(({ host }) => this.#sim.isIdle(host));
    const places = [ringed, idle, ...this.#waiting].map((one) => one?.where ?? "");
    return places.find((where) => where !== "") ?? "";
  }

  /** Who waits for whom, in lines. */
  lines(): string[] {
    const operations = linesOfSort(this.#operations(), (call) => this.#operationLine(call));
    const handlers = this.#handlerLines();
    return [
      ...this.#ringLines(),
      // In a ring clients only wait for those who wait for each other.
      ...(this.#ring === undefined ? [...operations, ...handlers] : [...handlers, ...operations]),
      ...linesOfSort(
        this.#waiting.filter(({ to }) => to !== ""),
        callLine,
      ),
      ...this.#lastFinishedLine(),
    ];
  }

  /** Of events in order, those around the moment, about the hosts that matter. */
  eventsAround(events: readonly TraceEvent[], most: number): readonly TraceEvent[] {
    const hosts = this.#hostsThatMatter();
    const about = events.filter(
      ({ host, peer }) =>
        hosts.size === 0 || hosts.size > MOST_HOSTS || hosts.has(host) || hosts.has(peer ?? ""),
    );
    const { sinceMs } = this;
    const after = about.findIndex(({ at }) => at > sinceMs);
    const start = Math.max(0, (after < 0 ? about.length : after) - Math.floor(most / 2));
    return about.slice(Math.min(start, Math.max(0, about.length - most))).slice(0, most);
  }

  /** In the ring, what each host keeps waiting of the one before it. */
  #ringHandlers(): UnfinishedHandler[] {
    const { hosts = [] } = this.#ring ?? {};
    return hosts.flatMap((from, place) => {
      const to = hosts[(place + 1) % hosts.length];
      return this.#handlers.find((one) => one.host === to && one.from === from) ?? [];
    });
  }

  #operations(): PendingCall[] {
    return this.#waiting.filter(({ to }) => to === "");
  }

  #hostsThatMatter(): ReadonlySet<string> {
    if (this.#ring !== undefined) return new Set(this.#ring.hosts);
    const [handler] = this.#handlers;
    if (handler !== undefined) return new Set([handler.host]);
    return new Set(this.#operations().map(({ from }) => from));
  }

  #ringLines(): string[] {
    const { hosts = [] } = this.#ring ?? {};
    const [first] = hosts;
    if (first === undefined) return [];
    if (hosts.length === 1) return [`${first} waits for itself`];
    return [`${[...hosts, first].join(" → ")}: each waits for the next one, in a ring`];
  }

  #operationLine({ from, what, since, where }: PendingCall): string {
    const place = where === "" ? "" : `, last active at ${where}`;
    return `${from} is still in ${shortenEventText(what)}, since ${traceTime(since)}${place}${this.#requestsSince(from, since)}${this.#idleness(from)}`;
  }

  /** Whether who repeats a request gets no answer, or an error, or is not content with it. */
  #requestsSince(host: string, since: number): string {
    const { events } = this.#sim.trace;
    const begun = events.findLastIndex(
      (event) => event.kind === "begin" && event.host === host && event.at === since,
    );
    const later = events.slice(begun + 1).filter(({ at }) => at >= since);
    const own = later.filter((event) => event.host === host);
    const sent = own.filter(({ kind }) => kind === "call").length;
    const answered = own.filter(({ kind }) => kind === "return").length;
    if (sent === 0 && this.#sim.now - since > LONG_MS) return "; it has sent no request since then";
    if (sent < FEW_REQUESTS) return "";
    if (answered === 0) return `; it has sent ${String(sent)} requests since then, and got no answer`;
    const answers = answered === sent ? "all" : String(answered);
    const thrown = later.filter(({ kind, peer }) => kind === "throw" && peer === host).length;
    const errors =
      thrown === 0 ? "" : thrown < answered ? `, ${String(thrown)} with an error` : " with an error";
    return `; it has sent ${String(sent)} requests since then, ${answers} of them answered${errors}`;
  }

  /** Of each host the one that closes the ring, or the oldest; what was sent again hangs like the first. */
  #handlerLines(): string[] {
    const ringed = this.#ringHandlers();
    const shown = new Map<string, UnfinishedHandler>();
    for (const one of [...ringed, ...this.#handlers]) if (!shown.has(one.host)) shown.set(one.host, one);
    return linesOfSort([...shown], ([name, { from, what, since, where }]) => {
      const isRinged = ringed.some(({ host }) => host === name);
      const own = this.#handlers.filter(
        (one) => one.host === name && (!isRinged || (one.from === from && one.what === what)),
      );
      const place = where === "" ? "" : `; it first waited at ${where}`;
      const more =
        own.length === 1 ? "" : `; nor ${String(own.length - 1)} later ${own.length === 2 ? "one" : "ones"}`;
      return `${name} has not answered ${shortenEventText(what)} of ${from}, since ${traceTime(since)}${place}${more}${this.#idleness(name)}`;
    });
  }

  #idleness(host: string): string {
    if (!this.#sim.isIdle(host)) return "";
    return `; ${host} has no timer and no call under way`;
  }

  #lastFinishedLine(): string[] {
    const last = this.#sim.trace.events.findLast(isOfFinishedCall);
    if (last === undefined) return [];
    return [`the last call that finished was ${last.host}'s, at ${traceTime(last.at)}`];
  }
}

function isOfFinishedCall({ kind }: TraceEvent): boolean {
  return kind === "end" || kind === "error";
}

function callLine({ from, to, what, since, where }: PendingCall): string {
  const place = where === "" ? "" : `, called at ${where}`;
  return `${from} waits for ${to} to answer ${shortenEventText(what)}, since ${traceTime(since)}${place}`;
}

/** The first few, and how many there are besides. */
function linesOfSort<T>(all: readonly T[], line: (one: T) => string): string[] {
  const more = all.length - MOST_LINES;
  const lines = all.slice(0, MOST_LINES).map(line);
  return more > 0 ? [...lines, `and ${String(more)} more`] : lines;
}
