import type { InFlightMessage } from "../messages/InFlightMessage";
import type { TimerCause } from "./EventQueue";

/** Virtual time, and a way to have something happen later. */
export interface VirtualClock {
  /** Virtual ms since the start of the run. */
  readonly now: number;
  /** Whether a strategy chooses the order of messages, so that any of them may take longer than a call waits. */
  readonly choosesOrder: boolean;
  /** Whether somebody wants to know which messages events deliver; their times are the seed's all the same. */
  readonly offersMessages: boolean;
  /**
   * @param delay virtual ms, 0 or more
   * @param tie decides the order among events of one instant
   * @param host the host whose code will run, if it is one host's
   * @param message the message that is delivered, where a strategy may choose when, or somebody wants to know
   * @param cause of a timer, for who wants to tell it from others
   * @returns a function that cancels the event
   */
  schedule(
    delay: number,
    tie: number,
    host: string | undefined,
    run: () => void,
    message?: InFlightMessage,
    cause?: TimerCause,
  ): () => void;
}
