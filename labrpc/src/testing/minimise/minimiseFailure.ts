import type { Outcome } from "../../simulation/outcome/Outcome";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { describeCounterexample } from "./describeCounterexample";
import { explain } from "../explain/explain";
import { recordOf } from "../explain/recordOf";
import { RunSeen } from "../explain/RunSeen";
import type { Scenario } from "../../simulation/Scenario";
import type { SearchBudget } from "./SearchAccount";
import { minimisePlan, type PlannedRun } from "./minimisePlan";
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
}

/**
 * Finds the counterexample of a failing run, and runs it once more to record it. Resolves to undefined when there
 * is none to be found: the run measured something real, or does not repeat.
 */
export async function minimiseFailure(
  failed: FailedRun,
  effort: Exclude<SearchEffort, "none">,
): Promise<MinimisedFailure | undefined> {
  const { test, seed, simulation, outcome, scenario, options, generated } = failed;
  const { faults } = simulation;
  if (faults === undefined || simulation.measured.length > 0) return undefined;
  const run = async (plan: Counterexample["plan"]): Promise<PlannedRun> => {
    const smaller = new Simulation({ ...options, plan });
    const result = await smaller.run(scenario);
    return { ...result, operations: smaller.faults?.operations ?? [], drawn: smaller.world.drawn };
  };
  const { seen, operations } = faults;
  const inForce = (simulation.spans?.spans ?? []).flatMap(({ until, cut }) =>
    until === null && cut !== undefined ? [cut] : [],
  );
  const { drawn } = simulation.world;
  const failing = { outcome, faults: seen, inForce, atMs: simulation.now, operations, drawn, generated, run };
  const minimised = await minimisePlan(failing, SEARCH_BUDGET[effort]);
  const { search, runs } = minimised;
  const { faults: few, leftOut, dimensions } = minimised.plan;
  const isWhole = few.length === seen.length && leftOut.length === 0 && dimensions === undefined;
  const again = isWhole ? simulation : new Simulation({ ...options, plan: minimised.plan, record: true });
  const result = isWhole ? { outcome } : await again.run(scenario);
  if (result.outcome.kind === "passed") return undefined;
  const cause = describeCounterexample(minimised, new RunSeen(again), options.strategy);
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
  };
}
