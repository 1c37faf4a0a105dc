import type { StrategySpec } from "labrpc/simulation";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import { selectTests } from "../../labs/selectTests";
import type { ExploreOptions } from "./ExploreOptions";
import { exploreSeeds } from "./exploreSeeds";
import type { ExploreSearch } from "./ExploreSearch";
import { exploreWithinTime } from "./exploreWithinTime";

/** Tests over seeds, with the strategies random, pct and pos. Throws ToolError for a test that there is not. */
export function exploreBySeeds(lab: Lab, options: ExploreOptions): ExploreSearch {
  const { seeds, collect, jobs } = options;
  const from = Number(options.from);
  const strategy = strategyBySeeds(options);
  const tests = testsForExploring(lab, options);
  const total = seeds === undefined ? undefined : seeds * tests.length;
  const how = `${strategy.kind === "pct" ? `pct with depth ${String(strategy.depth)}` : strategy.kind}, ${
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

function strategyBySeeds({ strategy, depth, hold }: ExploreOptions): StrategySpec {
  if (strategy === "pct") return { kind: "pct", depth, holdMs: hold };
  return strategy === "pos" ? { kind: "pos", holdMs: hold } : { kind: "random" };
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
    ({ part, timed, scenarios }) =>
      !isOptional(part) && scenarios !== true && (strategy === "random" || timed !== true),
  );
}
