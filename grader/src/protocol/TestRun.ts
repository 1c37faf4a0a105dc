import type { ChoiceDivergence, RunRecord, Counterexample, Explanation } from "labrpc/testing";
import type { StudentSyntaxError } from "./protocol";

/** How the run of a test came to its end. */
export type TestEnding =
  | { readonly kind: "passed" }
  /** Seeds failed, or mocha says so: `message` is mocha's. */
  | { readonly kind: "failed"; readonly message: string }
  /** The test is in no mocha file of the lab. */
  | { readonly kind: "missing" }
  | { readonly kind: "syntax-error"; readonly problems: readonly StudentSyntaxError[] }
  /**
   * The tool could not find out, for reasons that are not the submission's. `message` says why, and is the same for
   * every test; `details` tells of the run, and is left out where a test is hidden.
   */
  | { readonly kind: "trouble"; readonly message: string; readonly details?: string }
  /** The process had to be ended, or ended by itself. */
  | { readonly kind: "crashed" | "out-of-memory"; readonly message: string; readonly seed: number }
  | {
      readonly kind: "stuck";
      readonly message: string;
      readonly seed: number;
      /** Where in the submission it was stuck. */
      readonly place?: StudentPlace;
    };

/** A position in the submission; line and column count from 1. */
export interface StudentPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is known of a process that is stuck. */
export interface StuckPlace extends StudentPlace {
  /** The host and the method that it is in, when nothing more is known than where that begins. */
  readonly method?: string;
}

/** A seed that failed, and why. */
export interface FailedSeed {
  readonly seed: number;
  /** Equal for equal runs. */
  readonly digest?: string;
  readonly explanation: Explanation;
  /** Figures of the real heap, in bytes, where it was measured. */
  readonly measured?: readonly number[];
  /** Its counterexample, and what there is to see of that run, when it was asked for and found. */
  readonly counterexample?: Counterexample;
  readonly record?: RunRecord;
}

/** What became of one test. */
export interface TestRun {
  readonly test: string;
  /** Seeds that were tried, those that failed among them. A test without a simulation counts as one. */
  readonly run: number;
  readonly failed: number;
  /** The first failing seed. */
  readonly first?: FailedSeed;
  /** What there was to see of the first seed of a run with a plan or of one that was to be recorded, or of one order of a small scenario. */
  readonly replayed?: RunRecord;
  /** Where the run left the order that was asked for. */
  readonly choiceDivergence?: ChoiceDivergence;
  readonly ending: TestEnding;
  /** Real time. */
  readonly elapsedMs: number;
}
