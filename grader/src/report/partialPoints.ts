import type { LabManifest, ManifestTest } from "toolkit/labs/LabManifest";
import type { TestRun } from "../protocol/TestRun";

/** A run of a test, and how many seeds it was to have. */
interface SeedsOfTest {
  readonly run: TestRun | undefined;
  readonly seeds: number;
}

/**
 * The points of a test that has not passed: 0, or where the manifest gives partial credit, the share of the seeds that passed, rounded
 * down. A run that was ended before its last seed gives 0: at which seed that happens may depend on the machine.
 *
 * @param runs with the open seeds, and with the secret ones if there are any
 */
export function partialPoints(
  { partialCredit }: Pick<LabManifest, "partialCredit">,
  test: Pick<ManifestTest, "points" | "partialCredit">,
  runs: readonly SeedsOfTest[],
): number {
  if (!(test.partialCredit ?? partialCredit)) return 0;
  let [seeds, passed] = [0, 0];
  for (const { run, seeds: asked } of runs) {
    const isWhole = run?.ending.kind === "passed" || run?.ending.kind === "failed";
    if (run === undefined || !isWhole || run.run !== asked) return 0;
    seeds += run.run;
    passed += run.run - run.failed;
  }
  // Who fails without a failing seed, as mocha may say, has not passed any.
  return passed >= seeds ? 0 : Math.floor((test.points * passed) / seeds);
}
