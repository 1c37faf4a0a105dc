import type { CodeBase } from "../simulation/CodeBase";
import { hashText, mix } from "../simulation/RandomStream";
import { Simulation } from "../simulation/Simulation";
import type { SimulationOptions } from "../simulation/SimulationOptions";
import { describeCause } from "./describeCause";
import { explain } from "./explain";
import { recordOf } from "./recordOf";
import { RunSeen } from "./RunSeen";
import type { Scenario, ScenarioOptions } from "./simulate";
import { tellStory, type SearchEffort } from "./tellStory";
import { testRun, type SeedReport } from "./testRun";

/** One seed of one test. */
export interface SeedRun {
  readonly test: string;
  readonly seed: number;
  readonly code: CodeBase;
  readonly options: ScenarioOptions;
  readonly scenario: Scenario;
  /** How hard to look for the smallest cause when it fails. */
  readonly tell: SearchEffort;
}

/** Runs one seed; if it fails, runs it again and records everything, to explain it. */
export async function runSeed({ test, seed, code, options, scenario, tell }: SeedRun): Promise<SeedReport> {
  const { onBeat, plan, strategy } = testRun.settings;
  const simulationOptions: SimulationOptions = {
    seed: mix(hashText(test), seed) >>> 0,
    code,
    ...(options.network === undefined ? {} : { network: options.network }),
    ...(options.budget === undefined ? {} : { budget: options.budget }),
    ...(onBeat === undefined ? {} : { onBeat }),
    ...(plan === undefined ? {} : { plan }),
    ...(strategy === undefined ? {} : { strategy }),
  };
  const first = new Simulation({ ...simulationOptions, record: plan !== undefined });
  const result = await first.run(scenario);
  const report = { test, seed, ...result };
  if (plan !== undefined) {
    const cause = describeCause({ plan, search: "minimal", runs: 0 }, new RunSeen(first), strategy);
    const explanation =
      result.outcome.kind === "passed" ? undefined : { ...explain(result.outcome, first), cause };
    const record = recordOf({ test, seed, simulation: first, explanation, outcome: result.outcome });
    return { ...report, record, ...(explanation === undefined ? {} : { explanation }) };
  }
  if (result.outcome.kind === "passed") return report;
  const again = new Simulation({ ...simulationOptions, record: true, measured: first.measured });
  const recorded = await again.run(scenario);
  // A recorded run may stop earlier, where it finds who changed a built-in; else both end alike.
  if (recorded.outcome.kind === "passed") return { ...report, explanation: explain(result.outcome, first) };
  const { outcome } = recorded;
  const failed = { test, seed, simulation: again, outcome, scenario, options: simulationOptions };
  const told = tell === "none" ? undefined : await tellStory(failed, tell);
  return { ...report, outcome, explanation: explain(outcome, again), ...told };
}
