import type { StrategySpec } from "labrpc/simulation";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import { selectTests } from "../../labs/selectTests";
import type { ExploreOptions } from "./ExploreOptions";
import { exploreSeeds } from "./exploreSeeds";
import type { ExploreSearch } from "./ExploreSearch";
import { exploreWithinTime } from "./exploreWithinTime";

/** Tests over seeds, with the strategies random and pct. Throws ToolError for a test that there is not. */
export function exploreBySeeds(lab: Lab, options: ExploreOptions): ExploreSearch {
  const { from, seeds, collect, jobs, depth, hold } = options;
  const strategy: StrategySpec =
    options.strategy === "pct" ? { kind: "pct", depth, holdMs: hold } : { kind: "random" };
  const tests = testsForExploring(lab, options);
  const total = seeds === undefined ? undefined : seeds * tests.length;
  const how = `${strategy.kind === "pct" ? `pct with depth ${String(depth)}` : "random"}, ${
    seeds === undefined
      ? `seeds from ${String(from)} on`
      : `seeds ${String(from)} to ${String(from + seeds - 1)}`
  }`;
  const run: ExploreSearch["run"] = (submission, around) =>
    exploreWithinTime(around, total, async (signal, onRuns) =>
      exploreSeeds({
        lab,
        submission,
        tests,
        strategy,
        from,
        ...(seeds === undefined ? {} : { seeds }),
        collect,
        jobs,
        signal,
        onRun: (failed) => {
          onRuns(1, failed);
        },
      }),
    );
  return { how, total, run };
}

/**
 * Those that were named, or else all that must be passed: an optional part that nobody has written would be all that
 * is found. Tests that expect something of who is how fast say nothing when priorities decide that.
 */
function testsForExploring(lab: Lab, { test, strategy }: ExploreOptions): ManifestTest[] {
  if (test !== undefined) return selectTests(lab, { tests: test });
  const { parts } = lab.manifest;
  const isOptional = (part: number): boolean =>
    parts.some((one) => one.part === part && one.optional === true);
  return selectTests(lab, {}).filter(
    ({ part, timed }) => !isOptional(part) && (strategy !== "pct" || timed !== true),
  );
}
