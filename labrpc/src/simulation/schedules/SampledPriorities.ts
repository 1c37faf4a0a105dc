import type { SimEvent } from "../clock/EventQueue";
import { OWN_LUCK, type Luck } from "../clock/Luck";
import { RandomStream } from "../clock/RandomStream";
import type { EventPriorities } from "./EventPriorities";

/**
 * Partial order sampling (POS: Yuan, Yang, Gu, "Partial order aware concurrency sampling", CAV 2018): each event gets a
 * random priority of its own, and when one runs, those that race with it, which are the other events of its host, get new
 * ones. So what an event lost against says nothing of how it fares against the next, and orders that differ only in
 * steps of different hosts, which nobody can tell apart, take less of the luck than with random orders.
 */
export class SampledPriorities implements EventPriorities {
  readonly #random: RandomStream;
  readonly #luck: Luck;
  /** What is drawn from once the run's luck has turned. */
  #turned: RandomStream | undefined;
  readonly #priorities = new WeakMap<SimEvent, number>();

  constructor(seed: number, luck: Luck = OWN_LUCK) {
    this.#luck = luck;
    this.#random = new RandomStream(seed, "pos");
  }

  add(event: SimEvent): void {
    if (this.#luck.hasTurned) this.#turned ??= new RandomStream(this.#luck.of(0), "pos");
    this.#priorities.set(event, (this.#turned ?? this.#random).next());
  }

  of(event: SimEvent): number {
    return this.#priorities.get(event) ?? -Infinity;
  }

  choose(): void {
    // Priorities change when something has run, not before.
  }

  run(event: SimEvent, others: readonly SimEvent[]): void {
    for (const other of others) if (other.host === event.host) this.add(other);
  }
}
