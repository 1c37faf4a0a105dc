import type { SimEvent } from "../clock/EventQueue";
import { nameOfMessage } from "../messages/InFlightMessage";
import { deliveryTime } from "./deliveryTime";
import type { Scheduler } from "./Scheduler";

/** Something that may happen next. */
export interface PendingEvent {
  /** The same event has the same name in every run that came to it by the same choices. */
  readonly name: string;
  readonly event: SimEvent;
  /** When it was scheduled, virtual ms. */
  readonly since: number;
  /** A message that somebody holds: time alone does not deliver it. */
  readonly held: boolean;
}

/**
 * Takes events in the order of their times, as the seed has them, until somebody directs it otherwise: any message may
 * come now, be held, or be gone; any timer may be the next to fire, so that all else is late. Without directions a run is
 * the same as with the strategy "random", to the last byte of its trace.
 */
export class DirectedScheduler implements Scheduler {
  readonly offersMessages = true;
  #pending: Writable<PendingEvent>[] = [];
  #directed: SimEvent | undefined;
  readonly #timers = new Map<string, number>();
  #now = 0;

  push(event: SimEvent): void {
    this.#pending.push({ name: this.#nameOf(event), event, since: this.#now, held: false });
  }

  pop(): SimEvent | undefined {
    const event = this.#directed ?? this.next?.event;
    this.#directed = undefined;
    if (event === undefined) return undefined;
    this.#pending = this.#pending.filter((one) => one.event !== event && !one.event.cancelled);
    event.at = Math.max(event.at, this.#now);
    this.#now = event.at;
    return event;
  }

  peek(): SimEvent | undefined {
    return this.#directed ?? this.next?.event;
  }

  /** What may happen, in the order in which time alone brings it; what is held comes last. */
  get pending(): readonly PendingEvent[] {
    this.#pending = this.#pending.filter(({ event }) => !event.cancelled);
    return [...this.#pending].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  /** Whether the next event is something that a host does at once, and no message or timer to choose. */
  get isAtOnce(): boolean {
    const next = this.next?.event;
    return next !== undefined && next.message === undefined && next.at <= this.#now;
  }

  find(name: string): PendingEvent | undefined {
    return this.#pending.find((one) => one.name === name && !one.event.cancelled);
  }

  /** Lets a message come next, at once. */
  deliver({ event, since }: PendingEvent): void {
    event.at = deliveryTime(this.#now, since);
    this.#directed = event;
  }

  /** Lets a timer fire next, at its time: whatever was to happen before it is late. */
  fire({ event }: PendingEvent): void {
    for (const { event: other } of this.#pending) if (other.at < event.at) other.message?.hold();
    this.#directed = event;
  }

  /** Lets something happen next that nobody scheduled. */
  insert(run: () => void): void {
    const at = deliveryTime(this.#now, -Infinity);
    const [message, host, cause] = [undefined, undefined, undefined];
    this.#directed = { at, tie: 0, order: 0, host, message, cause, cancelled: false, run };
  }

  /** From now on a message waits until somebody delivers it. */
  hold(one: PendingEvent): void {
    for (const pending of this.#pending) if (pending.event === one.event) pending.held = true;
    one.event.message?.hold();
  }

  /** Loses a message. */
  lose({ event }: PendingEvent): void {
    this.#pending = this.#pending.filter((one) => one.event !== event);
    event.message?.lose();
  }

  /** What time alone brings next. */
  get next(): PendingEvent | undefined {
    let first: PendingEvent | undefined;
    for (const one of this.#pending)
      if (!one.event.cancelled && !one.held && (first === undefined || isBefore(one, first))) first = one;
    return first;
  }

  #nameOf({ message, host = "", at }: SimEvent): string {
    if (message !== undefined) return nameOfMessage(message);
    // What a host does at once is not to be chosen, and must not change the numbers of its timers.
    if (at <= this.#now) return "";
    const nth = (this.#timers.get(host) ?? 0) + 1;
    this.#timers.set(host, nth);
    return `timer ${host === "" ? "of the scenario" : host} ${String(nth)}`;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function isBefore(a: PendingEvent, b: PendingEvent): boolean {
  if (a.held !== b.held) return b.held;
  if (a.event.at !== b.event.at) return a.event.at < b.event.at;
  if (a.event.tie !== b.event.tie) return a.event.tie < b.event.tie;
  return a.event.order < b.event.order;
}
