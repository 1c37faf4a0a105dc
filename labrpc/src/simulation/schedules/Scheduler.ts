import type { SimEvent } from "../clock/EventQueue";

/** The events to come, and which of them is next. */
export interface Agenda {
  push(event: SimEvent): void;
  /** Takes out the next event, whose `at` says when it runs; undefined when there is none. */
  pop(): SimEvent | undefined;
}

/** What an agenda asks its simulation. */
export interface Watched {
  /** Whether the test sees at once what happens on this host. */
  readonly testSees: (host: string | undefined) => boolean;
}
