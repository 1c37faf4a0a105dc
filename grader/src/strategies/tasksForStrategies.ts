import type { StrategySpec } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import type { CorpusSpecimen } from "../corpus/readCorpus";
import { smallSourceOf } from "../replay/smallScenariosOf";
import { isOptionalTest, type ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import type { JobRequest } from "../run/JobRequest";
import type { MeasureStrategiesOptions } from "./MeasureStrategiesOptions";
import type { StrategyRow } from "./StrategyRow";

/** A strategy, as a column of the table. */
export type StrategyColumn = keyof Pick<StrategyRow, "random" | "pct" | "pos" | "exhaustive">;

/** A job, and where its outcome belongs. */
export interface StrategyTask {
  readonly row: number;
  readonly column: StrategyColumn;
  readonly request: JobRequest;
}

/** The test that shows what is wrong with a specimen: of a chaff the first that must catch it; undefined for a right one. */
export function testForStrategies(specimen: CorpusSpecimen): string | undefined {
  if (specimen.kind === "rare") return specimen.test;
  return specimen.kind === "chaff" ? specimen.caughtBy[0] : undefined;
}

/** The jobs of one specimen: a wrong one by the test that can show it, a right one by all tests. */
export function tasksForStrategies(
  lab: Lab,
  specimen: CorpusSpecimen,
  scenarios: readonly SmallScenario[],
  submission: string,
  { seeds, rareSeeds, rightSeeds, orders, depth, losses }: MeasureStrategiesOptions,
): Omit<StrategyTask, "row">[] {
  const { manifest } = lab;
  const shows = testForStrategies(specimen);
  const tests = manifest.tests.filter((test) =>
    test.scenarios === true
      ? false
      : shows === undefined
        ? specimen.kind === "solution" || !isOptionalTest(manifest, test)
        : test.name === shows,
  );
  const count = shows === undefined ? rightSeeds : specimen.kind === "rare" ? rareSeeds : seeds;
  const bySeeds = (
    column: StrategyColumn,
    strategy: StrategySpec,
    chosen: readonly ManifestTest[],
  ): Omit<StrategyTask, "row">[] =>
    chosen.map(({ name: test }) => ({
      column,
      request: {
        submission,
        test,
        seeds: Array.from({ length: count }, (_, index) => index + 1),
        stopAtFirstFailure: true,
        strategy,
      },
    }));
  const untimed = tests.filter(({ timed }) => timed !== true);
  const walk = { losses, duplicates: 0, mostRuns: orders };
  return [
    ...bySeeds("random", { kind: "random" }, tests),
    ...bySeeds("pct", { kind: "pct", depth }, untimed),
    ...bySeeds("pos", { kind: "pos" }, untimed),
    ...scenarios.map(({ name: test }) => ({
      column: "exhaustive" as const,
      request: { submission, test, seeds: [], stopAtFirstFailure: true, small: smallSourceOf(lab), walk },
    })),
  ];
}
