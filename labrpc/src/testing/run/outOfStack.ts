import type { Explanation } from "../../records";
import { FULL_STACK } from "../../realm/border/fullStack";
import type { Outcome } from "../../simulation/outcome/Outcome";

/** Whether this is about a stack that was used up: an error, or the explanation of a run. */
export function isOutOfStack({ message }: { readonly message: string }): boolean {
  return message.includes(FULL_STACK);
}

/** Whether a run failed since student code used up the stack. */
export function ranOutOfStack(outcome: Outcome): boolean {
  return "error" in outcome && isOutOfStack(outcome.error);
}

/**
 * Why a run failed that used up the stack, and did not do so twice in the same way: how deep a stack goes depends on the
 * engine, and on what it has compiled. So this says nothing that could differ from one machine to the next.
 */
export const OUT_OF_STACK: Explanation = {
  kind: "host-error",
  message: `a host failed with RangeError: ${FULL_STACK}`,
  error: "RangeError",
  details: [
    "Look for a function that calls itself without an end, or a method that starts itself again without an await.",
  ],
  lastEvents: [],
  console: [],
};
