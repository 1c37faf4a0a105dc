import type { Outcome } from "../../simulation/outcome/Outcome";

/** Whether a run could not come to its end, and a method that the test called had not returned. */
export function leavesCallUnfinished(outcome: Outcome): boolean {
  if (outcome.kind !== "deadlock" && outcome.kind !== "no-progress") return false;
  return outcome.waiting.some(({ to }) => to === "");
}
