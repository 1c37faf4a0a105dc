import type { Outcome } from "../../simulation/outcome/Outcome";
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
import type { Counterexample, Explanation, FaultPlan, RunRecord } from "../../records";

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
  /** The plan that it was run with. Default: it went as the seed says. */
  readonly plan?: FaultPlan;
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
  if (simulation.faults === undefined || simulation.measured.length > 0) return undefined;
  if (!leavesCallUnfinished(outcome)) return asFound(await searchSmallerRun(failed, effort, Infinity));
  const shortened = await searchSmallerRun(failed, effort, quietLimit(simulation.trace.events));
  if (shortened.kind === "found") return shortened.failure;
  // What a shortened search finds may go on when it is run in full, and then break a promise in so many words. That is
  // why the long run got stuck, or as good a reason to fail, and it is told in few events.
  if (shortened.kind === "other" && restsOnHistory(shortened.run.outcome)) {
    const told = await searchSmallerRun(shortened.run, effort, Infinity);
    if (told.kind === "found") return told.failure;
  }
  // Else the search is done again without shortening.
  return asFound(await searchSmallerRun(failed, effort, Infinity));
}

/** What a search for a smaller run came to. */
type SmallerRun =
  | { readonly kind: "found"; readonly failure: MinimisedFailure }
  /** Run once more, in full, it fails in another way. */
  | { readonly kind: "other"; readonly run: FailedRun }
  /** Run once more, in full, it passes. */
  | { readonly kind: "none" };

function asFound(run: SmallerRun): MinimisedFailure | undefined {
  return run.kind === "found" ? run.failure : undefined;
}

function restsOnHistory(outcome: Outcome): boolean {
  return outcome.kind === "failed" && outcome.restsOn === "history";
}

/** Searches, and runs what it found once more, in full. @param quietMs see ClockBudget; Infinity: runs are not shortened */
async function searchSmallerRun(
  failed: FailedRun,
  effort: Exclude<SearchEffort, "none">,
  quietMs: number,
): Promise<SmallerRun> {
  const { test, seed, simulation, outcome, scenario, options, generated, plan: within } = failed;
  const { seen = [], operations = [] } = simulation.faults ?? {};
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
  const failing = {
    outcome,
    faults: seen,
    inForce,
    atMs: simulation.now,
    operations,
    drawn,
    generated,
    within,
    run,
  };
  const minimised: MinimisedPlan = await minimisePlan(failing, SEARCH_BUDGET[effort]);
  const { search, runs } = minimised;
  const { faults: few, leftOut, dimensions } = minimised.plan;
  const isWhole =
    within === undefined && few.length === seen.length && leftOut.length === 0 && dimensions === undefined;
  // The whole run is the one that failed, strategy and all, and no plan may come between.
  const again = new Simulation({
    ...options,
    ...(isWhole ? {} : { plan: minimised.plan }),
    record: true,
    recordState: true,
  });
  const result = await again.run(scenario);
  if (result.outcome.kind === "passed") return { kind: "none" };
  const isAlike =
    failureSignature(result.outcome) === failureSignature(outcome) || leavesCallUnfinished(result.outcome);
  if (quietMs !== Infinity && !isAlike)
    return {
      kind: "other",
      run: { ...failed, simulation: again, outcome: result.outcome, plan: minimised.plan },
    };
  const cause = describeCounterexample(minimised, new RunSeen(again), options.strategy, result.outcome);
  const explanation = { ...explain(result.outcome, again), cause };
  const failure: MinimisedFailure = {
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
  return { kind: "found", failure };
}
