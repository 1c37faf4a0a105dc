import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { FailedSeed, TestRun } from "../protocol/TestRun";
import type { Failure } from "./GradeReport";
import { hintFor, type Hinted } from "./hintFor";

type Cause = Omit<Failure, "hint" | "replay"> & Pick<Hinted, "error">;

/** Why a test did not pass; undefined when it did, or was not run. */
export function failureOf(
  { name, hint }: Pick<ManifestTest, "name" | "hint">,
  run: TestRun,
  replay: (test: string, seed: number) => string,
): Failure | undefined {
  const found = causeOf(name, run);
  if (found === undefined) return undefined;
  const { error, ...cause } = found;
  const shown = hintFor(hint, { ...cause, ...(error === undefined ? {} : { error }) });
  return { ...cause, hint: shown, replay: replay(name, cause.seed) };
}

function causeOf(name: string, { ending, first }: TestRun): Cause | undefined {
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
      return {
        kind: ending.kind,
        message: `syntax error${where}: ${message}`,
        seed: 1,
        ...place,
        ...nothing,
      };
    }
    case "failed":
      // Mocha's words are for tests without a simulation, which have nothing better.
      if (first !== undefined) return ofSeed(first);
      return { kind: ending.kind, message: ending.message, seed: 1, ...nothing };
    default:
      return {
        kind: ending.kind,
        message: `${name} ${LOST[ending.kind]} in seed ${String(ending.seed)}: ${ending.message}`,
        seed: ending.seed,
        ...ending.place,
        ...nothing,
      };
  }
}

function ofSeed({ seed, explanation }: FailedSeed): Cause {
  const { history, ...cause } = { history: undefined, ...explanation };
  const reasons = [...(history?.reasons ?? [])];
  return { ...(cause as Omit<Cause, "seed">), seed, ...(reasons.length === 0 ? {} : { reasons }) };
}

const LOST = {
  stuck: "had to be stopped",
  crashed: "ended its process",
  "out-of-memory": "ran out of memory",
} as const;

const nothing = { details: [], lastEvents: [], console: [] };
