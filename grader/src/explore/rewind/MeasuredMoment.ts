/** A moment of a run, and what became of the runs that went on from there with other luck. */
export interface MeasuredMoment {
  /** So many of the run's first events had happened. */
  readonly events: number;
  /** Virtual ms. */
  readonly at: number;
  readonly runs: number;
  /** Those that failed in the same way: kind of failure, and what was required. */
  readonly failed: number;
  /** Those that failed in another way. */
  readonly otherwise: number;
}

/** The part of its runs that failed in the same way; 0 without runs. */
export function likelihoodAt({ runs, failed }: MeasuredMoment): number {
  return runs === 0 ? 0 : failed / runs;
}

/** Between two neighbouring moments, where the likelihood grows most; undefined where it grows nowhere. */
export function steepestJump(
  moments: readonly MeasuredMoment[],
): { readonly before: MeasuredMoment; readonly after: MeasuredMoment; readonly growth: number } | undefined {
  let steepest: ReturnType<typeof steepestJump>;
  for (const [i, after] of moments.entries()) {
    const before = moments[i - 1];
    if (before === undefined) continue;
    const growth = likelihoodAt(after) - likelihoodAt(before);
    if (growth > (steepest?.growth ?? 0)) steepest = { before, after, growth };
  }
  return steepest;
}
