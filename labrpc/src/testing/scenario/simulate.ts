import { CodeBase } from "../../simulation/code/CodeBase";
import type { Scenario } from "../../simulation/Scenario";
import { describeHole } from "../run/findHole";
import { RunsAhead } from "../run/RunsAhead";
import { firstRunOfSeed, runSeed } from "../run/runSeed";
import type { ScenarioOptions } from "../run/ScenarioOptions";
import { SimulationFailure } from "./SimulationFailure";
import { firstSeeds, testRun } from "../run/testRun";
import type { SeedResult } from "../run/SeedResult";

/** A lab's folder and the files in it that the lab gives to students. */
export interface LabCode {
  folder: string;
  given: readonly string[];
  /** Those of them that a submission's own do not replace. Default: none. */
  fixed?: readonly string[];
}

export type Simulate = (name: string, options: ScenarioOptions, scenario: Scenario) => void;

/** Makes the `simulate` of a lab: it declares a mocha test that runs a scenario once per seed. */
export function testsOf(lab: LabCode): Simulate {
  let loaded: { submission: string; code: CodeBase } | undefined;
  const code = (): CodeBase => {
    const { submission = lab.folder, debugged } = testRun.settings;
    if (loaded?.submission !== submission) {
      loaded = {
        submission,
        code: new CodeBase({
          folder: submission,
          given: { folder: lab.folder, files: lab.given, fixed: lab.fixed ?? [] },
          ...(debugged === undefined ? {} : { debuggedAs: debugged.folder }),
        }),
      };
    }
    return loaded.code;
  };
  return (name, options, scenario) => {
    it(name, async () => {
      await runScenarioSeeds(name, code(), options, scenario);
    }).timeout(0);
  };
}

const EVENTS_AFTER_FAILURE = 500_000;
const DEFAULT_SEEDS = 25;

/**
 * Runs all seeds. After a failure it goes on only while a budget of events lasts, to say how often the test
 * fails: counted in events, so that the same submission always gets the same report.
 */
async function runScenarioSeeds(
  name: string,
  code: CodeBase,
  options: ScenarioOptions,
  scenario: Scenario,
): Promise<void> {
  const {
    seeds = firstSeeds(options.seeds ?? DEFAULT_SEEDS),
    eventsAfterFailure = EVENTS_AFTER_FAILURE,
    minimise = "thorough",
    firstFailure = "explained",
    laterFailures = "explained",
    known,
    onSeedStart,
    onSeed,
    alone = false,
    rewound,
  } = testRun.settings;
  const ahead = new RunsAhead(
    seeds,
    (seed, isAbandoned) => firstRunOfSeed({ test: name, seed, code, options, scenario }, isAbandoned),
    alone,
  );
  const failures: SeedResult[] = [];
  let run = 0;
  let events = 0;
  try {
    for (const seed of seeds) {
      if (failures.length > 0 && events >= eventsAfterFailure) break;
      onSeedStart?.(name, seed);
      // Once a failure has repeated in a fresh realm, the others need not show it again.
      const isFirst = failures.length === 0;
      const effort = {
        minimise: isFirst ? minimise : "none",
        freshSecondRun: isFirst,
        explained: rewound === undefined && (isFirst ? firstFailure : laterFailures) === "explained",
      } as const;
      const first = known === undefined ? { first: ahead.take(seed) } : { known };
      const report = await runSeed({ test: name, seed, code, options, scenario, ...first, ...effort });
      run += 1;
      // What failed before and repeats is a failure, whatever else is wrong.
      if (report.hole !== undefined && failures.length === 0) {
        onSeed?.(report);
        throw new Error(`${name}, seed ${String(seed)}: two runs differ; ${describeHole(report.hole)}`);
      }
      if (report.outcome.kind !== "passed") failures.push(report);
      if (failures.length > 0) events += report.events;
      onSeed?.(report);
    }
  } finally {
    await ahead.stop();
  }
  if (failures.length > 0) throw new SimulationFailure(name, failures, run);
}
