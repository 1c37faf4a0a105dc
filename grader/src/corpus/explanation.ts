import type { FaultPlan } from "labrpc/simulation";
import { faultPlan } from "labrpc/records";
import { withoutValues } from "labrpc/reporting";
import { z } from "zod";
import type { TestRun } from "../protocol/TestRun";

/** What a student with this mistake reads: `explanation.json` beside a chaff. */
export const recordedExplanation = z.strictObject({
  test: z.string(),
  seed: z.int(),
  message: z.string(),
  /** The counterexample in sentences; empty when there is none to be found, as for a test that measures memory. */
  cause: z.array(z.string()),
  /** Run with it, the test fails in this way. */
  plan: faultPlan.exactOptional(),
});

export type RecordedExplanation = z.infer<typeof recordedExplanation>;

/** The explanation of a run that failed; undefined when it passed or lost its process. */
export function recordedExplanationOf({ test, first }: TestRun): RecordedExplanation | undefined {
  if (first === undefined) return undefined;
  const { seed, explanation, counterexample } = first;
  return {
    test,
    seed,
    message: explanation.message,
    cause: [...(explanation.cause ?? [])],
    ...(counterexample === undefined ? {} : { plan: copiedFaultPlan(counterexample.plan) }),
  };
}

/**
 * Whether two explanations say the same where it matters: what failed, which faults, and which operations they
 * hit. Numbers and values may differ, and so may the list of operations that are enough.
 */
export function sameRecordedExplanation(a: RecordedExplanation, b: RecordedExplanation): boolean {
  return a.test === b.test && explanationSkeleton(a) === explanationSkeleton(b);
}

function explanationSkeleton({ message, cause }: RecordedExplanation): string {
  const faults = cause.filter(
    (line) => !/^(one|\d+) operations? suffices?\b/.test(line) && !line.startsWith("this may not be"),
  );
  return [message, ...faults].map(withoutValues).join("\n");
}

/** Plain data of the kind that the schema gives. */
function copiedFaultPlan(plan: FaultPlan): z.infer<typeof faultPlan> {
  return faultPlan.parse(JSON.parse(JSON.stringify(plan)));
}
