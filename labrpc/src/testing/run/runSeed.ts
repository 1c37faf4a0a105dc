import type { CodeBase } from "../../simulation/code/CodeBase";
import { hashText, mixHashes } from "../../simulation/clock/RandomStream";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { describeCounterexample } from "../minimise/describeCounterexample";
import { explain } from "../explain/explain";
import { debuggedRun } from "./debuggedRun";
import { findHole, type EndedRun } from "./findHole";
import { isKnownRun, type KnownRun } from "./KnownRun";
import { lostItsRealm } from "./lostItsRealm";
import { measuredRun, type MeasuredRun } from "./measuredRun";
import { OUT_OF_STACK, ranOutOfStack } from "./outOfStack";
import { recordOf } from "../explain/recordOf";
import { RunSeen } from "../explain/RunSeen";
import type { ScenarioOptions } from "./ScenarioOptions";
import type { Scenario } from "../../simulation/Scenario";
import { minimiseFailure, type SearchEffort } from "../minimise/minimiseFailure";
import { findTwin } from "../twin/findTwin";
import { lookInside } from "../twin/lookInside";
import { testRun } from "./testRun";
import { whatWasKept } from "./whatWasKept";
import type { SeedResult } from "./SeedResult";

/** One seed of one test. */
export interface SeedRun {
  readonly test: string;
  readonly seed: number;
  readonly code: CodeBase;
  readonly options: ScenarioOptions;
  readonly scenario: Scenario;
  /** The seed's first run. Default: it begins now. */
  readonly first?: Promise<MeasuredRun>;
  /** How hard to look for the counterexample when it fails. */
  readonly minimise: SearchEffort;
  /** Whether the second run of a seed that fails gets a fresh realm, to see that the first did not rest on a used one. */
  readonly freshSecondRun: boolean;
  /** Whether a failure is run again, recorded and explained; else it is told in one sentence. */
  readonly explained: boolean;
  /** What its first run came to, where that was made before. Default: it is still to be made. */
  readonly known?: KnownRun;
}

/** A seed's first run. @param isAbandoned see RunsAhead */
export function firstRunOfSeed(
  seedRun: Pick<SeedRun, "test" | "seed" | "code" | "options" | "scenario">,
  isAbandoned: () => boolean,
): Promise<MeasuredRun> {
  const { orders = false, debugged, captures } = testRun.settings;
  if (captures !== undefined) {
    captures(seedOptions(seedRun), seedRun.scenario);
    return measuredRun({ seed: seedRun.seed }, () => Promise.resolve());
  }
  const record = isRecordedAtOnce();
  const { plan, recordState = plan !== undefined && debugged === undefined } = testRun.settings;
  const options = {
    ...seedOptions(seedRun),
    record,
    recordState: record && recordState,
    orders,
    isAbandoned,
  };
  return debugged === undefined
    ? measuredRun(options, seedRun.scenario)
    : debuggedRun(options, seedRun.scenario, debugged);
}

/** Whether the first run is the one that is shown. */
function isRecordedAtOnce(): boolean {
  const { plan, recorded = false, rewound } = testRun.settings;
  return recorded || (plan !== undefined && rewound === undefined);
}

function seedOptions({
  test,
  seed,
  code,
  options,
}: Pick<SeedRun, "test" | "seed" | "code" | "options">): SimulationOptions {
  const { onBeat, plan, strategy, rewound } = testRun.settings;
  const { seed: own } = rewound ?? { seed };
  return {
    seed: mixHashes(hashText(test), own) >>> 0,
    seedNumber: own,
    ...(rewound === undefined ? {} : { luck: { after: rewound.after, seed } }),
    code,
    ...(options.network === undefined ? {} : { network: options.network }),
    ...(options.budget === undefined ? {} : { budget: options.budget }),
    ...(onBeat === undefined ? {} : { onBeat }),
    ...(plan === undefined ? {} : { plan }),
    ...(strategy === undefined ? {} : { strategy }),
  };
}

/**
 * Runs one seed; if it fails, runs it again and records everything, to explain it. Where the second run is not the same
 * as the first, the report has a hole, and nothing else in it counts.
 */
export async function runSeed(seedRun: SeedRun): Promise<SeedResult> {
  const { test, seed, scenario, freshSecondRun, explained, known } = seedRun;
  const { plan, strategy, repeat = false } = testRun.settings;
  const record = async (measured: readonly number[]): Promise<EndedRun> => {
    const again = new Simulation({
      ...seedOptions(seedRun),
      record: true,
      freshRealm: repeat || freshSecondRun,
      measured,
    });
    return { simulation: again, result: await again.run(scenario) };
  };
  if (known !== undefined) {
    const second = await record(known.measured);
    // Where it went another way, two runs are compared here, which shows where.
    if (isKnownRun(second.result, known)) return explainedFailure(seedRun, second);
  }
  const isShown = isRecordedAtOnce();
  const first = await (seedRun.first ?? firstRunOfSeed(seedRun, () => false));
  const { result, simulation } = first;
  const { measured } = simulation;
  const report = { test, seed, ...result, ...(measured.length === 0 ? {} : { measured }) };
  if (isShown) {
    const seen = new RunSeen(simulation);
    const cause =
      plan === undefined
        ? []
        : describeCounterexample({ plan, search: "minimal", runs: 0 }, seen, strategy, result.outcome);
    const explanation =
      result.outcome.kind === "passed" ? undefined : { ...explain(result.outcome, simulation), cause };
    const record = recordOf({ test, seed, simulation, explanation, outcome: result.outcome });
    return { ...report, record, ...(explanation === undefined ? {} : { explanation }) };
  }
  if (result.outcome.kind === "passed" && !repeat) return report;
  // How deep a stack goes may be otherwise in the next run, which is made at once then.
  const isOfStack = freshSecondRun && ranOutOfStack(result.outcome);
  if (result.outcome.kind !== "passed" && !explained && !repeat && !isOfStack)
    return { ...report, explanation: explain(result.outcome, simulation) };
  const second = await record(measured);
  const hole = await findHole(first, second, () => record(measured));
  const { outcome } = second.result;
  if (hole !== undefined) {
    for (const { result: ended, simulation: of } of [first, second])
      if (lostItsRealm(ended.outcome))
        return { ...report, outcome: ended.outcome, explanation: explain(ended.outcome, of) };
    const isDeep = ranOutOfStack(result.outcome) || ranOutOfStack(outcome);
    return isDeep && result.outcome.kind !== "passed"
      ? { ...report, explanation: OUT_OF_STACK }
      : { ...report, hole };
  }
  return { ...report, ...(await explainedFailure(seedRun, second)) };
}

/** What a run that was recorded came to, with its counterexample where that is wanted and found. */
async function explainedFailure(seedRun: SeedRun, { simulation, result }: EndedRun): Promise<SeedResult> {
  const { test, seed, options, scenario, minimise } = seedRun;
  const { outcome } = result;
  const report = { test, seed, ...result };
  if (outcome.kind === "passed") return report;
  const failed = {
    test,
    seed,
    simulation,
    outcome,
    scenario,
    options: seedOptions(seedRun),
    generated: options.generated === true,
  };
  const minimised = minimise === "none" ? undefined : await minimiseFailure(failed, minimise);
  if (minimised === undefined) {
    const kept = minimise === "none" ? undefined : await whatWasKept(failed);
    return { ...report, explanation: explain(outcome, simulation), ...kept };
  }
  const { counterexample, smaller, ...told } = minimised;
  const { plan: smallest } = counterexample;
  const twin = await findTwin({ ...failed, ...told, simulation: smaller, plan: smallest });
  return { ...report, counterexample, ...lookInside(told, smaller, twin) };
}
