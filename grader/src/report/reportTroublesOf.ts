import type { Lab } from "toolkit/labs/readLab";
import type { TestRun } from "../protocol/TestRun";
import type { RunTrouble } from "../protocol/trouble";
import type { TestTrouble } from "./GradeReport";

/** Why a test has no verdict, when it has none. One that failed with its open seeds has one, whatever came after. */
export function reportTroubleOf(
  run: TestRun | undefined,
  secret: TestRun | undefined,
): RunTrouble | undefined {
  if (run?.ending.kind === "trouble") return run.ending;
  return run?.ending.kind === "passed" && secret?.ending.kind === "trouble" ? secret.ending : undefined;
}

/** The tests that could not be judged. What a run of a hidden test, or of a secret seed, did is not told. */
export function reportTroublesOf(
  { hidden }: Lab,
  runs: readonly TestRun[],
  secretRuns: readonly TestRun[] = [],
): TestTrouble[] {
  return runs.flatMap((run) => {
    const { test } = run;
    const trouble = reportTroubleOf(
      run,
      secretRuns.find((secret) => secret.test === test),
    );
    if (trouble === undefined) return [];
    const { message, details } = trouble;
    const mayTell =
      run.ending.kind === "trouble" && (hidden?.names.has(test) !== true || hidden.revealedBy !== undefined);
    return [{ test, message: mayTell && details !== undefined ? `${message} (${details})` : message }];
  });
}
