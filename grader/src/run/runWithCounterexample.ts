import { isOutOfStack } from "labrpc/reporting";
import type { SearchEffort } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import { stubText } from "../protocol/stubText";
import type { FailedSeed, TestRun } from "../protocol/TestRun";
import { processTrouble } from "../protocol/trouble";
import type { JobRequest } from "./JobRequest";

/** Whether a failure of a test is explained in a job of its own, with its counterexample: where somebody wants it, and may see it. */
export function isExplainedLater(lab: Lab, { test }: JobRequest, minimise: SearchEffort): boolean {
  return minimise !== "none" && lab.hidden?.names.has(test) !== true;
}

/**
 * What to ask for to have a test's first failure explained, and its counterexample found; undefined where there is none, or it is
 * not explained later. How deep a stack goes is up to the engine: such a run is not to be had twice, and is explained at once.
 * A stub needs no looking into.
 */
export function explainRequest(
  lab: Lab,
  request: JobRequest,
  { first }: TestRun,
  minimise: SearchEffort,
): JobRequest | undefined {
  if (first === undefined || !isExplainedLater(lab, request, minimise)) return undefined;
  if (isOutOfStack(first.explanation)) return undefined;
  const known = request.repeat === true ? undefined : knownRunOf(first);
  return {
    ...request,
    seeds: [first.seed],
    stopAtFirstFailure: true,
    minimise: stubText(first.explanation) !== undefined ? "none" : minimise,
    ...(known === undefined ? {} : { known }),
  };
}

function knownRunOf({ digest, explanation: { kind }, measured = [] }: FailedSeed): JobRequest["known"] {
  return digest === undefined ? undefined : { digest, kind, measured };
}

/** Whether a job ended without a word of its seed, since its process was lost. */
export function hasLostItsSeed({ first, ending }: TestRun): boolean {
  return first === undefined && ["crashed", "out-of-memory", "stuck"].includes(ending.kind);
}

/**
 * A run that failed, with its first failure explained, and the counterexample if there was one to find. It was looked for in
 * another process, perhaps, where the seed has to go the same way.
 */
export function runWithCounterexample(run: TestRun, again: TestRun): TestRun {
  const { first, ending } = again;
  if (ending.kind === "trouble" && ending.details !== undefined) return { ...run, failed: 0, ending };
  const isSame = first === undefined ? ending.kind !== "passed" : first.digest === run.first?.digest;
  if (!isSame) return { ...run, failed: 0, ending: processTrouble(run.first?.seed ?? 0) };
  return first === undefined ? run : { ...run, first };
}
