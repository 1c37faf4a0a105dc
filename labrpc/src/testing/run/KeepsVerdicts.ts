/** What a student's scenario says of a program. */
export type ScenarioVerdict =
  | { readonly kind: "passed"; readonly events: number }
  /** The seed is the first that failed. */
  | { readonly kind: "failed"; readonly seed: number; readonly message: string; readonly events: number };

/** Verdicts by what they are about. */
export type Verdicts = ReadonlyMap<string, ScenarioVerdict>;

/**
 * Keeps what scenarios say of the kit's programs from one grading to the next: a student changes the server more often
 * than the scenarios. A verdict is as good as a run, since a run with the same code goes the same way.
 */
export interface KeepsVerdicts {
  /**
   * What was kept for these scenarios, under the present kit and lab.
   *
   * @param lab its folder, absolute
   * @param scenarios all that they are made of
   */
  read(lab: string, scenarios: ReadonlyMap<string, string>): Verdicts;
  /** Keeps all of them. Whoever cannot write keeps nothing, and says nothing. */
  write(lab: string, scenarios: ReadonlyMap<string, string>, verdicts: Verdicts): void;
}
