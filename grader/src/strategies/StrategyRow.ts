import type { CorpusSpecimen } from "../corpus/readCorpus";

/** How a strategy fared. */
export type StrategyFared =
  /** The first failure came in this run, counted from 1. */
  | { readonly kind: "found"; readonly runs: number }
  /** No failure in so many runs; `all` where there are no others. */
  | { readonly kind: "nothing"; readonly runs: number; readonly all: boolean }
  /** The strategy has nothing to say on this test. */
  | { readonly kind: "not-applicable" };

/** One wrong or right submission, and what each strategy made of it. */
export interface StrategyRow {
  readonly lab: string;
  readonly specimen: CorpusSpecimen;
  /** The test that was run; undefined where all tests were. */
  readonly test?: string;
  readonly random: StrategyFared;
  readonly pct: StrategyFared;
  readonly pos: StrategyFared;
  readonly exhaustive: StrategyFared;
}
