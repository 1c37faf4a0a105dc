import type { Hole } from "labrpc/testing";
import { describeHole } from "labrpc/reporting";
import type { TestEnding } from "./TestRun";

/** A test that the tool could not judge. */
export type RunTrouble = Extract<TestEnding, { kind: "trouble" }>;

/** Why a process was given up, or lost, for reasons that are not the submission's. */
export interface WorkerMishap {
  readonly kind: "starved" | "asleep" | "killed";
  readonly message: string;
}

/** What there is to say when every try of a test came to nothing. */
export function machineTrouble({ kind, message }: WorkerMishap, tries: number): RunTrouble {
  const advice =
    kind === "killed"
      ? "check that it has enough memory, and grade with fewer --jobs"
      : "stop whatever else runs on it, or use fewer --jobs, and grade again";
  const what = kind === "killed" ? "the machine ended the process" : "the machine was too busy";
  return {
    kind: "trouble",
    message: `${what}: ${message}, in each of ${String(tries)} tries; ${advice}`,
  };
}

/** Nothing of the run is in it: code under a hidden test may choose where its runs part, and so tell what it was called with. */
const NOT_REPEATABLE = "this run cannot be repeated: the kit has a hole; tell whoever maintains the kit";

/** A seed whose second run was not the same. */
export function holeTrouble(seed: number, hole: Hole): RunTrouble {
  return {
    kind: "trouble",
    message: NOT_REPEATABLE,
    details: `seed ${String(seed)}: ${describeHole(hole)}`,
  };
}

/** A seed that failed in one process, and in another did not, or failed in another way. */
export function processTrouble(seed: number): RunTrouble {
  return {
    kind: "trouble",
    message: NOT_REPEATABLE,
    details: `seed ${String(seed)}: it failed, and took a different course in a second process`,
  };
}

/** All that there is to say of a trouble, where nothing is to be kept back. */
export function troubleText({ message, details }: RunTrouble): string {
  return details === undefined ? message : `${message} (${details})`;
}
