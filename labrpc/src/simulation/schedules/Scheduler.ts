import type { SimEvent } from "../clock/EventQueue";

/** Holds the events to come, and picks the next one. */
export interface Scheduler {
  /** Whether it wants to know which messages events deliver, though their times come from the seed. Default: no. */
  readonly offersMessages?: boolean;
  push(event: SimEvent): void;
  /** Takes out the next event, whose `at` says when it runs; undefined when there is none. */
  pop(): SimEvent | undefined;
  /** The same, left where it is; not there where the next event is chosen when it is taken. */
  peek?(): SimEvent | undefined;
}

/** What a scheduler sees of its simulation. */
export interface SimulationView {
  /** Whether the test sees at once what happens on this host. */
  readonly testSees: (host: string | undefined) => boolean;
}
