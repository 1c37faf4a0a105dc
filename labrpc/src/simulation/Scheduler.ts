/** Virtual time, and a way to have something happen later. */
export interface Scheduler {
  /** Virtual ms since the start of the run. */
  readonly now: number;
  /**
   * @param delay virtual ms, 0 or more
   * @param tie decides the order among events of one instant
   * @param host the host whose code will run, if it is one host's
   * @returns a function that cancels the event
   */
  schedule(delay: number, tie: number, host: string | undefined, run: () => void): () => void;
}
