import type { Cause, SyntaxError } from "./protocol";

/** How the run of a test came to its end. */
export type Ending =
  | { readonly kind: "passed" }
  /** Seeds failed, or mocha says so: `message` is mocha's. */
  | { readonly kind: "failed"; readonly message: string }
  /** The test is in no mocha file of the lab. */
  | { readonly kind: "missing" }
  | { readonly kind: "syntax-error"; readonly problems: readonly SyntaxError[] }
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

/** What became of one test. */
export interface TestRun {
  readonly test: string;
  /** Seeds that were tried, those that failed among them. A test without a simulation counts as one. */
  readonly run: number;
  readonly failed: number;
  /** The first failing seed and its cause. */
  readonly first?: { readonly seed: number; readonly cause: Cause };
  readonly ending: Ending;
  /** Real time. */
  readonly elapsedMs: number;
}
