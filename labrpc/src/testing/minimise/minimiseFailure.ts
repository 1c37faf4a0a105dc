import type { Outcome } from "../../simulation/outcome/Outcome";
import type { FaultLog } from "../../simulation/faults/FaultLog";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { describeCounterexample } from "./describeCounterexample";
import { explain } from "../explain/explain";
import { recordOf } from "../explain/recordOf";
import { RunSeen } from "../explain/RunSeen";
import type { Scenario } from "../../simulation/Scenario";
import type { SearchBudget } from "./SearchAccount";
import { failureSignature } from "../explain/failureSignature";
import { leavesCallUnfinished } from "./failsAlike";
import { minimisePlan, type MinimisedPlan, type PlannedRun } from "./minimisePlan";
import { quietLimit } from "./quietLimit";
import type { Counterexample, Explanation, RunRecord } from "../../records";

/** How hard to look for the counterexample of a failure: "quick" takes up to half a second, "thorough" some seconds. */
export type SearchEffort = "none" | "quick" | "thorough";

/** What the search may use up. */
export const SEARCH_BUDGET: Record<Exclude<SearchEffort, "none">, SearchBudget> = {
  quick: { runs: 300, events: 150_000 },
  thorough: { runs: 3_000, events: 1_500_000 },
};

/** A failing run that was recorded. */
export interface FailedRun {
  readonly test: string;
  readonly seed: number;
  readonly simulation: Simulation;
  readonly outcome: Outcome;
  readonly scenario: Scenario;
  /** What the simulation was made with. */
  readonly options: SimulationOptions;
  /** As in ScenarioOptions. */
  readonly generated: boolean;
}

/** A counterexample; the explanation and the record are those of the smaller run. */
export interface MinimisedFailure {
  readonly counterexample: Counterexample;
  readonly explanation: Explanation;
  readonly record: RunRecord;
  /** That run, with its state recorded. */
  readonly smaller: Simulation;
  readonly events: number;
}

/**
 * Finds the counterexample of a failing run, and runs it once more to record it. Resolves to undefined when there
 * is none to be found: the run measured something real, or does not repeat.
 */
export async function minimiseFailure(
  failed: FailedRun,
  effort: Exclude<SearchEffort, "none">,
): Promise<MinimisedFailure | undefined> {
  const { simulation, outcome } = failed;
  const { faults } = simulation;
  if (faults === undefined || simulation.measured.length > 0) return undefined;
  const isUnfinished = leavesCallUnfinished(outcome);
  // What a shortened search finds may not hold for a run of full length. Then it is done again without shortening.
  for (const quietMs of isUnfinished ? [quietLimit(simulation.trace.events), Infinity] : [Infinity]) {
    const found = await searchSmallerRun(failed, faults, effort, quietMs);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined where the smaller run does not fail in the same way when it is run once more, in full. */
async function searchSmallerRun(
  { test, seed, simulation, outcome, scenario, options, generated }: FailedRun,
  { seen, operations }: FaultLog,
  effort: Exclude<SearchEffort, "none">,
  quietMs: number,
): Promise<MinimisedFailure | undefined> {
  const budget = { ...options.budget, quietMs };
  const run = async (plan: Counterexample["plan"]): Promise<PlannedRun> => {
    const smaller = new Simulation({ ...options, budget, plan });
    const result = await smaller.run(scenario);
    return { ...result, operations: smaller.faults?.operations ?? [], drawn: smaller.world.drawn };
  };
  const inForce = (simulation.spans?.spans ?? []).flatMap(({ until, cut }) =>
    until === null && cut !== undefined ? [cut] : [],
  );
  const { drawn } = simulation.world;
  const failing = { outcome, faults: seen, inForce, atMs: simulation.now, operations, drawn, generated, run };
  const minimised: MinimisedPlan = await minimisePlan(failing, SEARCH_BUDGET[effort]);
  const { search, runs } = minimised;
  const { faults: few, leftOut, dimensions } = minimised.plan;
  const isWhole = few.length === seen.length && leftOut.length === 0 && dimensions === undefined;
  // The whole run is the one that failed, strategy and all, and no plan may come between.
  const again = new Simulation({
    ...options,
    ...(isWhole ? {} : { plan: minimised.plan }),
    record: true,
    recordState: true,
  });
  const result = await again.run(scenario);
  if (result.outcome.kind === "passed") return undefined;
  if (quietMs !== Infinity && failureSignature(result.outcome) !== failureSignature(outcome))
    return undefined;
  const cause = describeCounterexample(minimised, new RunSeen(again), options.strategy, result.outcome);
  const explanation = { ...explain(result.outcome, again), cause };
  return {
    counterexample: {
      cause,
      search,
      runs,
      plan: { ...minimised.plan, untilMs: Math.min(again.now, minimised.plan.untilMs ?? Infinity) },
    },
    explanation,
    record: recordOf({ test, seed, simulation: again, explanation, outcome: result.outcome }),
    smaller: again,
    events: result.events,
  };
}
