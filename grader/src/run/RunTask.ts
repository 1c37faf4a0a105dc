import type { TestRun } from "../protocol/TestRun";
import type { ChunkedTest } from "./ChunkedTest";
import type { JobRequest } from "./JobRequest";

/** Some seeds of a test. */
export interface SeedsTask {
  readonly kind: "seeds";
  readonly test: ChunkedTest;
  readonly index: number;
  readonly seeds: readonly number[];
  readonly chunk: number;
}

/** A part of the work for one process: some seeds of a test, or the search for the counterexample of a failure. */
export type RunTask =
  | SeedsTask
  | {
      readonly kind: "minimise";
      readonly index: number;
      readonly run: TestRun;
      readonly request: JobRequest;
    };

/** All seeds of all tests, in turn: later seeds last where the first failure ends a test, since mostly none is needed then. */
export function seedsTasks(tests: readonly ChunkedTest[]): RunTask[] {
  const tasks = tests.flatMap((test, index) =>
    test.chunks.map((seeds, chunk): SeedsTask => ({ kind: "seeds", test, index, seeds, chunk })),
  );
  const waits = ({ test, chunk }: SeedsTask): boolean => test.request.stopAtFirstFailure && chunk > 0;
  return [...tasks.filter((task) => !waits(task)), ...tasks.filter(waits)];
}
