import type { Misfit, RunRecord, Story } from "labrpc/testing";
import type { Cause, SyntaxError } from "./protocol";

/** How the run of a test came to its end. */
export type Ending =
  | { readonly kind: "passed" }
  /** Seeds failed, or mocha says so: `message` is mocha's. */
  | { readonly kind: "failed"; readonly message: string }
  /** The test is in no mocha file of the lab. */
  | { readonly kind: "missing" }
  | { readonly kind: "syntax-error"; readonly problems: readonly SyntaxError[] }
  /**
   * The tool could not find out, for reasons that are not the submission's. `message` says why, and is the same for
   * every test; `details` tells of the run, and is left out where a test is hidden.
   */
  | { readonly kind: "trouble"; readonly message: string; readonly details?: string }
  /** The process had to be ended, or ended by itself. */
  | {
      readonly kind: "stuck" | "crashed" | "out-of-memory";
      readonly message: string;
      readonly seed: number;
      /** Where in the submission it was stuck. */
      readonly place?: Place;
    };

/** A position in the submission; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A seed that failed, and why. */
export interface FailedSeed {
  readonly seed: number;
  /** Equal for equal runs. */
  readonly digest?: string;
  readonly cause: Cause;
  /** Its smallest cause, and what there is to see of the smaller run, when these were asked for and found. */
  readonly story?: Story;
  readonly record?: RunRecord;
}

/** What became of one test. */
export interface TestRun {
  readonly test: string;
  /** Seeds that were tried, those that failed among them. A test without a simulation counts as one. */
  readonly run: number;
  readonly failed: number;
  /** The first failing seed and its cause. */
  readonly first?: FailedSeed;
  /** What there was to see of the first seed of a run with a plan, or of one order of a small scenario. */
  readonly replayed?: RunRecord;
  /** The first choice that the order was asked for and did not have. */
  readonly misfit?: Misfit;
  readonly ending: Ending;
  /** Real time. */
  readonly elapsedMs: number;
}
