import type { TraceEvent } from "../../simulation/trace/Trace";

/** A test may pause for so long without any call, virtual ms, whatever its pauses have been so far. */
const LEAST_MS = 10_000;
/** With fewer faults a pause may come out longer than any that was seen, but hardly so many times. */
const MARGIN = 3;

/**
 * How long a run of a test that got stuck may go on without any call coming to its end before it counts as stuck as
 * well, virtual ms: so a search need not run each candidate to the end of its budget.
 *
 * @param events those of the run that got stuck
 */
export function quietLimit(events: readonly TraceEvent[]): number {
  let [longest, before] = [0, 0];
  for (const { at, kind } of events) {
    if (kind !== "end" && kind !== "error") continue;
    longest = Math.max(longest, at - before);
    before = at;
  }
  return Math.max(LEAST_MS, MARGIN * longest);
}
