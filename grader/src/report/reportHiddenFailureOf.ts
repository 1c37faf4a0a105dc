import type { TestRun } from "../protocol/TestRun";
import type { TestReport } from "./GradeReport";

/**
 * What a student may know of a hidden test that was not passed: how many seeds failed, and the hint. How it failed
 * stays out: code that chooses its failure could tell what it was called with.
 *
 * @param hint the manifest's
 * @param secret the run with secret seeds, when there was one
 */
export function reportHiddenFailureOf(
  hint: string,
  run: TestRun | undefined,
  secret: TestRun | undefined,
): NonNullable<TestReport["hiddenFailure"]> {
  if (run?.ending.kind === "syntax-error")
    return { message: "a hidden test, which cannot run before all files parse", hint };
  const counts = [
    failedSeedCount(run, "seeds"),
    ...(secret === undefined || secret.failed === 0 ? [] : [failedSeedCount(secret, "secret seeds")]),
  ];
  return { message: `a hidden test; it fails with ${counts.join(" and ")}`, hint };
}

function failedSeedCount(run: TestRun | undefined, what: string): string {
  return `${String(run?.failed ?? 0)} of ${String(run?.run ?? 0)} ${what}`;
}
