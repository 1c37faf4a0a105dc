import type { TestEnding } from "../protocol/TestRun";
import { machineTrouble, type WorkerMishap } from "../protocol/trouble";

/**
 * How a job ended of which every try came to nothing. A thread that was asleep in every try is not the machine's doing:
 * whatever the code found to sleep with, it did it.
 *
 * @param mishaps one at least
 * @param seed the seed that ran last
 */
export function endingAfterMishaps(mishaps: readonly WorkerMishap[], seed: number): TestEnding {
  const last = mishaps.at(-1) as WorkerMishap;
  if (mishaps.every(({ kind }) => kind === "asleep")) return { kind: "stuck", message: last.message, seed };
  const worst = mishaps.find(({ kind }) => kind !== "asleep") ?? last;
  return machineTrouble(worst, mishaps.length);
}
