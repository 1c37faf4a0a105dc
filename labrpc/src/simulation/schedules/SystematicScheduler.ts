import type { Agenda, Watched } from "./Scheduler";
import { arrival } from "./deliveryTime";
import { EventQueue, type SimEvent } from "../clock/EventQueue";
import { nameOf, type Passage } from "../messages/InFlightMessage";
import type { TraceKind } from "../trace/Trace";

/** Something that can happen next. */
export interface Alternative {
  readonly kind: "deliver" | "lose" | "copy";
  readonly message: Passage;
  /** The same alternative has the same name in every order. */
  readonly name: string;
}

/** Chooses among alternatives, and learns what each choice touched. */
export interface Guide {
  /** What was touched since the last choice: two choices that touch nothing in common can change places. */
  readonly touched: Set<string>;
  /** The number of an alternative; undefined ends the run. */
  choose(alternatives: readonly Alternative[]): number | undefined;
}

/** What a choice may touch beside hosts and messages. `everything` is in common with all. */
export const TOUCHED = {
  test: "the test",
  timers: "timers",
  losses: "losses",
  copies: "copies",
  everything: "everything",
} as const;

/** Notes what an entry in the trace touches beside its host: the test, or everything. */
export function noteTouched({ touched }: Guide, kind: TraceKind): void {
  if (kind === "begin" || kind === "end" || kind === "error") touched.add(TOUCHED.test);
  if (kind === "start" || kind === "crash" || kind === "network") touched.add(TOUCHED.everything);
}

interface Flying {
  readonly event: SimEvent;
  readonly message: Passage;
  readonly sentAt: number;
}

/**
 * One order of events among all: a guide chooses which message in flight is delivered next, lost, or copied.
 *
 * - What a host does at once runs at once: between two choices no code waits but for messages and timers.
 * - Timers run, the earliest first, only when nothing is in flight.
 * - Each delivery takes a little virtual time, so that no two have the same time.
 */
export class OrderAgenda implements Agenda {
  readonly #guide: Guide;
  readonly #watched: Watched;
  readonly #atOnce = new EventQueue();
  readonly #timers = new EventQueue();
  #flying: Flying[] = [];
  #losses: number;
  #copies: number;
  #now = 0;

  constructor(options: { guide: Guide; losses: number; duplicates: number; watched: Watched }) {
    this.#guide = options.guide;
    this.#watched = options.watched;
    this.#losses = options.losses;
    this.#copies = options.duplicates;
  }

  push(event: SimEvent): void {
    if (event.message !== undefined) {
      this.#flying.push({ event, message: event.message, sentAt: this.#now });
    } else if (event.at <= this.#now) {
      this.#atOnce.push(event);
    } else {
      // Timers run in the order of their times, so who sets one cannot change places with another who does.
      this.#guide.touched.add(TOUCHED.timers);
      this.#timers.push(event);
    }
  }

  pop(): SimEvent | undefined {
    const atOnce = this.#atOnce.pop();
    if (atOnce !== undefined) return this.#run(atOnce);
    while (this.#flying.length > 0) {
      const alternatives = this.#alternatives();
      const choice = this.#guide.choose(alternatives);
      const chosen = choice === undefined ? undefined : alternatives[choice];
      if (chosen === undefined) return undefined;
      const { kind, message } = chosen;
      this.#guide.touched.add(`message ${nameOf(message)}`);
      if (kind === "deliver") return this.#deliver(message);
      if (kind === "lose") this.#lose(message);
      else this.#copy(message);
    }
    const timer = this.#timers.pop();
    return timer === undefined ? undefined : this.#run(timer);
  }

  #alternatives(): Alternative[] {
    const all = (kind: Alternative["kind"], messages: readonly Flying[]): Alternative[] =>
      messages.map(({ message }) => ({ kind, message, name: `${kind} ${nameOf(message)}` }));
    return [
      ...all("deliver", this.#flying),
      ...all("lose", this.#losses > 0 ? this.#flying : []),
      ...all(
        "copy",
        this.#copies > 0
          ? this.#flying.filter(({ message }) => message.kind === "request" && message.copy === 0)
          : [],
      ),
    ];
  }

  #deliver(message: Passage): SimEvent | undefined {
    const found = this.#take(message);
    if (found === undefined) return undefined;
    found.event.at = arrival(this.#now, found.sentAt);
    return this.#run(found.event);
  }

  #lose(message: Passage): void {
    this.#take(message);
    this.#losses -= 1;
    this.#guide.touched.add(TOUCHED.losses);
    message.lose();
  }

  #copy(message: Passage): void {
    this.#copies -= 1;
    this.#guide.touched.add(TOUCHED.copies);
    message.sendAgain();
  }

  #take(message: Passage): Flying | undefined {
    const found = this.#flying.find((one) => one.message === message);
    this.#flying = this.#flying.filter((one) => one !== found);
    return found;
  }

  #run(event: SimEvent): SimEvent {
    const { touched } = this.#guide;
    event.at = Math.max(event.at, this.#now);
    this.#now = event.at;
    if (event.host !== undefined) touched.add(`host ${event.host}`);
    if (this.#watched.testSees(event.host)) touched.add(TOUCHED.test);
    return event;
  }
}
