import type { MeasuredMoment } from "./MeasuredMoment";
import { wilsonBand } from "./wilsonBand";

/** What is left of doubt when a failure has not shown. */
const DOUBT = 0.05;

/**
 * So many runs in a row without the failure, from this moment on, and it is gone with 95 %: one with the likelihood p shows
 * in n runs with 1 − (1 − p)^n. For p the lower end of its band is taken. Infinity where it was never seen.
 */
export function cleanRunsFrom({ failed, runs }: MeasuredMoment): number {
  const { low } = wilsonBand(failed, runs);
  return low === 0 ? Infinity : Math.max(1, Math.ceil(Math.log(DOUBT) / Math.log(1 - low)));
}

/** The moment from which the fewest clean runs say that a failure is gone, the earliest of those. */
export function tellingMoment(moments: readonly MeasuredMoment[]): MeasuredMoment | undefined {
  let telling: MeasuredMoment | undefined;
  for (const moment of moments)
    if (cleanRunsFrom(moment) < (telling === undefined ? Infinity : cleanRunsFrom(telling))) telling = moment;
  return telling;
}
