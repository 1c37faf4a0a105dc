import { basename, extname } from "node:path";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { TestRun } from "../protocol/TestRun";

/** In which order to run tests after a change. */
export interface WatchOrder {
  /** Those that failed last time, first the ones that a changed file is about. */
  readonly failing: readonly ManifestTest[];
  /** The others, in the same order. */
  readonly passing: readonly ManifestTest[];
}

/**
 * Sorts tests by what is worth knowing first. A file is about a test whose last failure has a place in it, and about one
 * that speaks of it: `lock.ts` is about TestLockTransfer.
 *
 * @param changed paths, relative to the submission
 */
export function watchOrder(
  tests: readonly ManifestTest[],
  last: readonly TestRun[],
  changed: readonly string[],
): WatchOrder {
  const runs = new Map(last.map((run) => [run.test, run]));
  const sorted = [...tests].sort((a, b) => rank(a) - rank(b));
  const hasFailed = ({ name }: ManifestTest): boolean => {
    const run = runs.get(name);
    return run !== undefined && run.ending.kind !== "passed";
  };
  return {
    failing: sorted.filter(hasFailed),
    passing: sorted.filter((test) => !hasFailed(test)),
  };

  function rank(test: ManifestTest): number {
    const places = placesOfFailure(runs.get(test.name));
    if (changed.some((file) => places.some((place) => place.startsWith(`${file}:`)))) return 0;
    return changed.some((file) => speaksOf(test, basename(file, extname(file)))) ? 1 : 2;
  }
}

/** "FILE:LINE:COLUMN" each, or with the file alone. */
function placesOfFailure(run: TestRun | undefined): readonly string[] {
  const explanation = run?.first?.explanation;
  if (explanation === undefined) return [];
  const own = "file" in explanation ? [`${explanation.file}:`] : [];
  const details = "details" in explanation ? explanation.details : [];
  return [
    ...own,
    ...details.flatMap((line) => [...line.matchAll(/[\w./-]+\.ts:\d+:\d+/g)].map(([place]) => place)),
  ];
}

function speaksOf({ name, description }: ManifestTest, stem: string): boolean {
  return stem !== "" && `${name} ${description}`.toLowerCase().includes(stem.toLowerCase());
}
