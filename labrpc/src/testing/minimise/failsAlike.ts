import { isStuckOutcome } from "../explain/StuckRun";
import { failureSignature } from "../explain/failureSignature";
import type { Outcome } from "../../simulation/outcome/Outcome";

/** Whether a run failed since a method that the test called had not returned. */
export function leavesCallUnfinished(outcome: Outcome): boolean {
  return isStuckOutcome(outcome) && (!("waiting" in outcome) || outcome.waiting.some(({ to }) => to === ""));
}

/**
 * Whether a run with less in it failed as the one before did. Where that one left a call unfinished, it is enough that
 * this one does: it may have been ended before the test could say so itself.
 */
export function failsAlike(run: Outcome, before: Outcome): boolean {
  if (failureSignature(run) === failureSignature(before))
    return !leavesCallUnfinished(before) || leavesCallUnfinished(run);
  return run.kind === "no-progress" && leavesCallUnfinished(before) && leavesCallUnfinished(run);
}
