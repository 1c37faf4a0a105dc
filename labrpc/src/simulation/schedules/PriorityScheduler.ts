import type { Scheduler } from "./Scheduler";
import { deliveryTime } from "./deliveryTime";
import type { EventPriorities } from "./EventPriorities";
import { EventQueue, type SimEvent } from "../clock/EventQueue";

interface HeldMessage {
  readonly event: SimEvent;
  readonly sentAt: number;
  /** When the message has to be delivered, virtual ms. */
  readonly deadline: number;
}

/**
 * Next is the message in flight, or the earliest timer, that has the highest priority. Nominal latencies do not count: a
 * message may arrive as soon as it was sent. Fairness: nothing is later than `holdMs` after a message was sent, or than
 * its own latency where that is longer, as long as the message is in flight.
 */
export class PriorityScheduler implements Scheduler {
  readonly #priorities: EventPriorities;
  readonly #holdMs: number;
  readonly #timers = new EventQueue();
  #inFlight: HeldMessage[] = [];
  #now = 0;

  /** @param holdMs virtual ms */
  constructor(priorities: EventPriorities, holdMs: number) {
    this.#priorities = priorities;
    this.#holdMs = holdMs;
  }

  push(event: SimEvent): void {
    this.#priorities.add(event);
    if (event.message === undefined) {
      this.#timers.push(event);
      return;
    }
    const deadline = Math.max(event.at, this.#now + this.#holdMs);
    this.#inFlight.push({ event, sentAt: this.#now, deadline });
  }

  pop(): SimEvent | undefined {
    const timer = this.#timers.peek();
    if (timer === undefined || timer.at > this.#now) {
      const next = this.#choose(timer);
      if (next !== undefined) return this.#deliver(next);
    }
    if (timer === undefined) return undefined;
    this.#timers.pop();
    timer.at = Math.max(timer.at, this.#now);
    return this.#run(timer);
  }

  /** The message to deliver now; undefined when the timer is next. */
  #choose(timer: SimEvent | undefined): HeldMessage | undefined {
    let urgent: HeldMessage | undefined;
    for (const one of this.#inFlight)
      if (urgent === undefined || one.deadline < urgent.deadline) urgent = one;
    if (urgent === undefined || urgent.deadline <= this.#now) return urgent;
    const rival = timer !== undefined && timer.at < urgent.deadline ? timer : undefined;
    if (this.#inFlight.length + (rival === undefined ? 0 : 1) > 1) {
      const highest = this.#highest(rival)?.event ?? rival;
      if (highest !== undefined) this.#priorities.choose(highest);
    }
    return this.#highest(rival);
  }

  /** The message with the highest priority; undefined when the rival's is higher. */
  #highest(rival: SimEvent | undefined): HeldMessage | undefined {
    let best: HeldMessage | undefined;
    let highest = rival === undefined ? -Infinity : this.#priorities.of(rival);
    for (const one of this.#inFlight) {
      const priority = this.#priorities.of(one.event);
      if (priority <= highest) continue;
      best = one;
      highest = priority;
    }
    return best;
  }

  #deliver(held: HeldMessage): SimEvent {
    this.#inFlight = this.#inFlight.filter((one) => one !== held);
    held.event.at = deliveryTime(this.#now, held.sentAt);
    return this.#run(held.event);
  }

  #run(event: SimEvent): SimEvent {
    this.#now = event.at;
    this.#priorities.run(
      event,
      this.#inFlight.map((one) => one.event),
    );
    return event;
  }
}
