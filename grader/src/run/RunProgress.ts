/** What is told on the way of a run. */
export type RunProgress =
  /** A seed of a test is about to run. */
  | { readonly kind: "seed-start"; readonly test: string; readonly seed: number }
  /** It has run. */
  | {
      readonly kind: "seed";
      readonly test: string;
      readonly seed: number;
      readonly failed: boolean;
      /** What went wrong, in a sentence. */
      readonly why?: string;
    }
  /** The counterexample of a test is looked for. */
  | { readonly kind: "minimising"; readonly test: string };
