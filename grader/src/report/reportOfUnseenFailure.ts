import type { TestReport } from "./GradeReport";

/**
 * All that may be told of a test that was not passed for a reason which students must not see: a hidden test, or
 * secret seeds. Undefined when there is none, or when there is a failure that may be told.
 */
export function reportOfUnseenFailure({
  failure,
  hiddenFailure,
  secretSeeds,
}: TestReport): { message: string; hint: string } | undefined {
  if (failure !== undefined) return undefined;
  if (hiddenFailure !== undefined) return hiddenFailure;
  if (secretSeeds === undefined || secretSeeds.failed === 0) return undefined;
  const { run, failed, hint } = secretSeeds;
  return {
    message: `passes with the seeds that everybody has, but fails with ${String(failed)} of ${String(run)} secret seeds`,
    hint,
  };
}
