/**
 * What runs without a failure say, with 95 %: the "rule of three". In n runs, what fails one run in n/3 stays unseen
 * with a probability of (1 − 3/n)^n, which is less than e^(−3), or 5 %.
 */
const RULE_OF_THREE = 3;

/** So many runs in a row without a failure, and a mistake that failed `failed` of `runs` is gone with 95 %. */
export function cleanRunsAfterFix({ failed, runs }: { failed: number; runs: number }): number {
  return Math.ceil((RULE_OF_THREE * runs) / failed);
}

/** The mistake that so many runs without a failure leave room for with 5 % only: it fails one run in so many. */
export function rarestFailureRuledOut(runs: number): number {
  return Math.floor(runs / RULE_OF_THREE);
}
