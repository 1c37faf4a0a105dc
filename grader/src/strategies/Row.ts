import type { Specimen } from "../corpus/readCorpus";

/** How a strategy fared. */
export type Fared =
  /** The first failure came in this run, counted from 1. */
  | { readonly kind: "found"; readonly runs: number }
  /** No failure in so many runs; `all` where there are no others. */
  | { readonly kind: "nothing"; readonly runs: number; readonly all: boolean }
  /** The strategy has nothing to say on this test. */
  | { readonly kind: "not-applicable" };

/** One wrong or right submission, and what each strategy made of it. */
export interface Row {
  readonly lab: string;
  readonly specimen: Specimen;
  /** The test that was run; undefined where all tests were. */
  readonly test?: string;
  readonly random: Fared;
  readonly pct: Fared;
  readonly exhaustive: Fared;
}
