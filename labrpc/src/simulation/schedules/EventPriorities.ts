import type { SimEvent } from "../clock/EventQueue";

/** Who goes first, for a PriorityScheduler: larger numbers do. */
export interface EventPriorities {
  /** An event was set off by the one that runs now, or by the test at the start. */
  add(event: SimEvent): void;
  of(event: SimEvent): number;
  /** There is a choice between several events, and this one has the highest priority. Priorities may change now. */
  choose(highest: SimEvent): void;
  /** The event runs now; the others are in flight still. */
  run(event: SimEvent, others: readonly SimEvent[]): void;
}
