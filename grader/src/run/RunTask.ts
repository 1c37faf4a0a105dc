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

/**
 * All seeds of all tests. So many tests are under way side by side as there are processes, and not so many parts of one: a
 * part that fails for long enough is its test's last, and then the next need not run. Later seeds come last where the
 * first failure ends a test, since mostly none is needed then.
 */
export function seedsTasks(tests: readonly ChunkedTest[], jobs: number): RunTask[] {
  const all = tests.map((test, index) =>
    test.chunks.map((seeds, chunk): SeedsTask => ({ kind: "seeds", test, index, seeds, chunk })),
  );
  const tasks: SeedsTask[] = [];
  for (let from = 0; from < all.length; from += jobs)
    tasks.push(
      ...all
        .slice(from, from + jobs)
        .flat()
        .sort((a, b) => a.chunk - b.chunk),
    );
  const waits = ({ test, chunk }: SeedsTask): boolean => test.request.stopAtFirstFailure && chunk > 0;
  return [...tasks.filter((task) => !waits(task)), ...tasks.filter(waits)];
}
