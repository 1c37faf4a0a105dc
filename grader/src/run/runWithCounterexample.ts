import { isOutOfStack } from "labrpc/reporting";
import type { SearchEffort } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import { stubText } from "../protocol/stubText";
import type { TestRun } from "../protocol/TestRun";
import { processTrouble } from "../protocol/trouble";
import type { JobRequest } from "./JobRequest";

/**
 * What to ask for to find the counterexample of a test's first failure; undefined where nobody wants it, or may see it.
 * A stub needs no looking into.
 */
export function minimiseRequest(
  lab: Lab,
  request: JobRequest,
  { test, first }: TestRun,
  minimise: SearchEffort,
): JobRequest | undefined {
  if (minimise === "none" || first === undefined || lab.hidden?.names.has(test) === true) return undefined;
  if (stubText(first.explanation) !== undefined) return undefined;
  return { ...request, seeds: [first.seed], stopAtFirstFailure: true, minimise };
}

/**
 * A run that failed, with the counterexample of its first failure, if there was one to find. It was looked for in
 * another process, perhaps, where the seed has to go the same way.
 */
export function runWithCounterexample(run: TestRun, again: TestRun): TestRun {
  // How deep a stack goes is up to the engine: such a run is not to be had twice, and its failure stands.
  if (run.first !== undefined && isOutOfStack(run.first.explanation)) return run;
  const { first, ending } = again;
  if (ending.kind === "trouble" && ending.details !== undefined) return { ...run, failed: 0, ending };
  const isSame = first === undefined ? ending.kind !== "passed" : first.digest === run.first?.digest;
  if (!isSame) return { ...run, failed: 0, ending: processTrouble(run.first?.seed ?? 0) };
  // What fills a memory is told with a record, but without a counterexample.
  const isTold = first?.counterexample !== undefined || first?.record !== undefined;
  return first !== undefined && isTold ? { ...run, first } : run;
}
