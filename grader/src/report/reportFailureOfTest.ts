import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { FaultPlan } from "labrpc/simulation";
import type { FailedSeed, TestRun } from "../protocol/TestRun";
import type { TestFailure } from "./testFailure";
import { reportHintForFailure } from "./reportHintForFailure";

type WithoutAdvice<T> = T extends unknown ? Omit<T, "hint" | "replay"> : never;

/** A failure without the advice on how to go on; `error` is the name of the error that student code threw, if one did. */
interface FailureSeen {
  readonly failure: WithoutAdvice<TestFailure>;
  readonly error?: string | undefined;
}

/**
 * Why a test did not pass; undefined when it did, or was not run.
 *
 * @param planned the plan of a run that replays a counterexample. Default: that of the counterexample found
 */
export function reportFailureOfTest(
  { name, hint }: Pick<ManifestTest, "name" | "hint">,
  run: TestRun,
  replay: (test: string, seed: number) => string,
  planned?: FaultPlan,
): TestFailure | undefined {
  const found = findReportFailure(name, run);
  if (found === undefined) return undefined;
  const { failure, error } = found;
  const plan = planned ?? run.first?.counterexample?.plan;
  const shown = reportHintForFailure(hint, {
    ...failure,
    ...(error === undefined ? {} : { error }),
    ...(plan === undefined ? {} : { faults: plan.faults.map(({ kind }) => kind) }),
  });
  const advice = { ...(shown === undefined ? {} : { hint: shown }), replay: replay(name, failure.seed) };
  return { ...failure, ...advice };
}

function findReportFailure(name: string, { ending, first }: TestRun): FailureSeen | undefined {
  switch (ending.kind) {
    case "passed":
    case "missing":
    case "trouble":
      return undefined;
    case "syntax-error": {
      const { file, line, column, message } = ending.problems[0] ?? { message: "a file does not parse" };
      const where = line === undefined ? "" : ` at ${String(file)}:${String(line)}`;
      const place =
        file === undefined || line === undefined || column === undefined ? {} : { file, line, column };
      const text = `syntax error${where}: ${message}`;
      return { failure: { kind: ending.kind, message: text, seed: 1, ...place, ...noFailureSeen } };
    }
    case "failed":
      // Mocha's words are for tests without a simulation, which have nothing better.
      if (first !== undefined) return reportFailureOfSeed(first);
      return { failure: { kind: ending.kind, message: ending.message, seed: 1, ...noFailureSeen } };
    case "stuck":
    case "crashed":
    case "out-of-memory": {
      const message = `${name} ${LOST[ending.kind]} in seed ${String(ending.seed)}: ${ending.message}`;
      const place = ending.kind === "stuck" ? ending.place : {};
      return { failure: { kind: ending.kind, message, seed: ending.seed, ...place, ...noFailureSeen } };
    }
  }
}

function reportFailureOfSeed({ seed, explanation }: FailedSeed): FailureSeen {
  switch (explanation.kind) {
    case "failed": {
      const { error, history, ...said } = explanation;
      const reasons = history?.reasons ?? [];
      return { failure: { ...said, seed, ...(reasons.length === 0 ? {} : { reasons }) }, error };
    }
    case "deadlock":
    case "no-progress":
      return { failure: { ...explanation, seed } };
    case "endless-loop":
    case "busy-wait":
    case "host-error": {
      const { error, ...said } = explanation;
      return { failure: { ...said, seed }, error };
    }
  }
}

const LOST = {
  stuck: "had to be stopped",
  crashed: "ended its process",
  "out-of-memory": "ran out of memory",
} as const;

const noFailureSeen = { details: [], lastEvents: [], console: [] };
