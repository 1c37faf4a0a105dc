/** Something outside a run that takes turns with it: while it is busy, nothing happens in the run. */
export interface Companion {
  readonly isBusy: boolean;
  /** Calls back, once, when it is not busy any more. */
  whenIdle(resume: () => void): void;
  /**
   * Called before each event. Returns whether the companion is busy from now on, and the event has to wait.
   *
   * @param nextAt when the event is to happen, virtual ms; Infinity when there is none
   */
  takesOver(nextAt: number): boolean;
  /** Called once, when the run has its outcome. */
  runIsOver(): void;
}
