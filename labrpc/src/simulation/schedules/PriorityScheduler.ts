import type { Scheduler } from "./Scheduler";
import { deliveryTime } from "./deliveryTime";
import { EventQueue, type SimEvent } from "../clock/EventQueue";
import { RandomStream } from "../clock/RandomStream";

/** A run draws one of these, and its change points from the choices 1 to that. */
const SCALES = [64, 256, 1_024, 4_096] as const;

/** Events of which each was set off by the one before it. */
interface Chain {
  priority: number;
}

interface InFlightOnChain {
  readonly event: SimEvent;
  readonly chain: Chain;
  readonly sentAt: number;
  /** When the message has to be delivered, virtual ms. */
  readonly deadline: number;
}

/**
 * Probabilistic concurrency testing (PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with
 * probabilistic guarantees of finding bugs", ASPLOS 2010), with chains of messages in the place of threads (PCTCP:
 * Ozkan, Majumdar, Niksic, Befrouei, Weissenbacher, "Randomized testing of distributed systems with probabilistic
 * guarantees", OOPSLA 2018).
 *
 * - The first event that an event sets off continues its chain; each further one begins a chain.
 * - A chain gets a random priority when it begins. At each of `depth` − 1 random choices, the chain that would be next
 *   falls below all others.
 * - Next is the message in flight, or the earliest timer, whose chain has the highest priority. Nominal latencies do
 *   not count: a message may arrive as soon as it was sent.
 * - Fairness: nothing is later than `holdMs` after a message was sent, or than its own latency where that is longer,
 *   as long as the message is in flight.
 */
export class PriorityScheduler implements Scheduler {
  readonly #random: RandomStream;
  readonly #depth: number;
  readonly #holdMs: number;
  readonly #timers = new EventQueue();
  readonly #chains = new WeakMap<SimEvent, Chain>();
  /** The priority, below `depth`, that the chain gets that is next at this choice. */
  readonly #changes = new Map<number, number>();
  #inFlight: InFlightOnChain[] = [];
  #now = 0;
  #choices = 0;
  /** The chain of the event that runs now, until something continues it. */
  #open: Chain | undefined;

  constructor({ seed, depth, holdMs }: { seed: number; depth: number; holdMs: number }) {
    this.#random = new RandomStream(seed, "pct");
    this.#depth = depth;
    this.#holdMs = holdMs;
    const scale = this.#random.pick(SCALES);
    for (let change = 1; change < depth; change++)
      this.#changes.set(1 + this.#random.int(scale), depth - change);
  }

  push(event: SimEvent): void {
    const chain = this.#open ?? { priority: this.#depth + this.#random.next() };
    this.#open = undefined;
    if (event.message === undefined) {
      this.#chains.set(event, chain);
      this.#timers.push(event);
      return;
    }
    const deadline = Math.max(event.at, this.#now + this.#holdMs);
    this.#inFlight.push({ event, chain, sentAt: this.#now, deadline });
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
    return this.#run(timer, this.#chains.get(timer));
  }

  /** The message to deliver now; undefined when the timer is next. */
  #choose(timer: SimEvent | undefined): InFlightOnChain | undefined {
    let urgent: InFlightOnChain | undefined;
    for (const one of this.#inFlight)
      if (urgent === undefined || one.deadline < urgent.deadline) urgent = one;
    if (urgent === undefined || urgent.deadline <= this.#now) return urgent;
    const rival = timer !== undefined && timer.at < urgent.deadline ? this.#chains.get(timer) : undefined;
    const candidates = this.#inFlight.length + (rival === undefined ? 0 : 1);
    if (candidates > 1) {
      const change = this.#changes.get(++this.#choices);
      if (change !== undefined) {
        const fallen = this.#highest(rival)?.chain ?? rival;
        if (fallen !== undefined) fallen.priority = change;
      }
    }
    return this.#highest(rival);
  }

  /** The message with the highest priority; undefined when the rival's is higher. */
  #highest(rival: Chain | undefined): InFlightOnChain | undefined {
    let best: InFlightOnChain | undefined;
    let highest = rival?.priority ?? -Infinity;
    for (const one of this.#inFlight) {
      if (one.chain.priority <= highest) continue;
      best = one;
      highest = one.chain.priority;
    }
    return best;
  }

  #deliver(inFlight: InFlightOnChain): SimEvent {
    this.#inFlight = this.#inFlight.filter((one) => one !== inFlight);
    inFlight.event.at = deliveryTime(this.#now, inFlight.sentAt);
    return this.#run(inFlight.event, inFlight.chain);
  }

  #run(event: SimEvent, chain: Chain | undefined): SimEvent {
    this.#now = event.at;
    this.#open = chain;
    return event;
  }
}
