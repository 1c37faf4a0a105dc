import type { Outcome } from "../../simulation/outcome/Outcome";
import type { Counterexample, Explanation, RunRecord } from "../../records";
import type { Hole } from "./findHole";

/** What one seed of one test came to. */
export interface SeedResult {
  readonly test: string;
  readonly seed: number;
  readonly outcome: Outcome;
  /** Equal for equal runs. */
  readonly digest: string;
  readonly events: number;
  readonly virtualMs: number;
  /** Figures of the real heap, where it was measured; see Simulation.measured. */
  readonly measured?: readonly number[];
  /** Which order its messages took, where that was asked for; see CausalOrder. */
  readonly order?: string;
  /** Set when a second run of the seed was not the same. Then the outcome says nothing, and all else is left out. */
  readonly hole?: Hole;
  /** Set when the outcome is not "passed". */
  readonly explanation?: Explanation;
  /** The counterexample, when it was looked for and found; the explanation is that of the smaller run. */
  readonly counterexample?: Counterexample;
  /** Everything there is to see of that run, or of a run with a plan. */
  readonly record?: RunRecord;
}
