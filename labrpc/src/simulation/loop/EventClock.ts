import type { InFlightMessage } from "../messages/InFlightMessage";
import type { Busy } from "../outcome/Outcome";
import type { Scheduler } from "../schedules/Scheduler";
import type { SimEvent, TimerCause } from "../clock/EventQueue";
import type { VirtualClock } from "../clock/VirtualClock";

/** What a run may use up. */
export interface ClockBudget {
  /** Default 600,000. */
  readonly virtualMs?: number;
  /** Default 500,000. */
  readonly events?: number;
  /** So much virtual time without progress counts as all of it; see `progressed`. Default: no limit. */
  readonly quietMs?: number;
}

/** What became of one step: an event ran, none was left, or a budget was used up before it. */
export type EventStep = "ran" | "nothing left" | "virtual time" | "events";

/** Virtual time that goes from event to event, in the order that a scheduler picks. */
export class EventClock implements VirtualClock {
  readonly choosesOrder: boolean;
  readonly offersMessages: boolean;
  readonly #scheduler: Scheduler;
  readonly #virtualMs: number;
  readonly #mostEvents: number;
  readonly #busy = new Map<string, number>();
  readonly #quietMs: number;
  #now = 0;
  #progressAt = 0;
  #scheduled = 0;
  #events = 0;
  #running: string | undefined;

  /** @param choosesOrder see VirtualClock */
  constructor(scheduler: Scheduler, choosesOrder: boolean, budget: ClockBudget = {}) {
    this.#scheduler = scheduler;
    this.choosesOrder = choosesOrder;
    this.offersMessages = scheduler.offersMessages === true;
    this.#virtualMs = budget.virtualMs ?? 600_000;
    this.#mostEvents = budget.events ?? 500_000;
    this.#quietMs = budget.quietMs ?? Infinity;
  }

  get now(): number {
    return this.#now;
  }

  /** How many events have run. */
  get events(): number {
    return this.#events;
  }

  /** How many events have been scheduled. */
  get scheduled(): number {
    return this.#scheduled;
  }

  /** The host whose event runs, or ran last; undefined for an event of the test or the network. */
  get running(): string | undefined {
    return this.#running;
  }

  /** When the next event happens, where its time is known beforehand; Infinity when there is none, or it is not. */
  get nextAt(): number {
    return this.#scheduler.peek?.()?.at ?? Infinity;
  }

  schedule(
    delay: number,
    tie: number,
    host: string | undefined,
    run: () => void,
    message?: InFlightMessage,
    cause?: TimerCause,
  ): () => void {
    // Whole microseconds: times print short, and adding them up gives the same on every machine.
    const at = Math.round((this.#now + delay) * 1000) / 1000;
    const order = ++this.#scheduled;
    const event: SimEvent = { at, tie, order, host, message, cause, cancelled: false, run };
    this.#scheduler.push(event);
    return () => {
      event.cancelled = true;
    };
  }

  /** Something that a client called came to its end. */
  progressed(): void {
    this.#progressAt = this.#now;
  }

  /** Runs the next event. */
  step(): EventStep {
    const event = this.#scheduler.pop();
    if (event === undefined) return "nothing left";
    if (event.at > this.#virtualMs || event.at > this.#progressAt + this.#quietMs) return "virtual time";
    if (this.#events >= this.#mostEvents) return "events";
    this.#now = event.at;
    this.#events += 1;
    this.#running = event.host;
    if (event.host !== undefined) this.#busy.set(event.host, (this.#busy.get(event.host) ?? 0) + 1);
    event.run();
    return "ran";
  }

  /** The hosts with most events, five at most. */
  busiestHosts(): Busy[] {
    const sorted = [...this.#busy].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, 5).map(([who, times]) => ({ who, times }));
  }
}
