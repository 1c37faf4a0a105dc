import type { CodeBase } from "../../simulation/code/CodeBase";
import { followChoices } from "../../simulation/schedules/followChoices";
import type { SchedulingPolicy } from "../../simulation/schedules/SchedulingPolicy";
import type { RunResult } from "../../simulation/outcome/Outcome";
import { Simulation } from "../../simulation/Simulation";
import type { StrategySpec } from "../../simulation/schedules/StrategySpec";
import { counterexampleFaultLines, unfinished } from "../minimise/describeCounterexample";
import { explain } from "../explain/explain";
import { lookInside } from "../twin/lookInside";
import { findTwinOrder, type OrderPlan } from "./findTwinOrder";
import { followDeviations } from "./followDeviations";
import { OrderLog, type ChoiceDivergence } from "./OrderLog";
import { recordOf } from "../explain/recordOf";
import { RunSeen } from "../explain/RunSeen";
import { SMALL_SEED, smallOptions, type SmallScenario } from "./SmallScenario";
import { minimiseOrder } from "./minimiseOrder";
import type { FaultPlan, TraceEvent } from "../../records";
import { SEARCH_BUDGET, type SearchEffort } from "../minimise/minimiseFailure";
import type { SeedResult } from "../run/SeedResult";

export type OrderSpec = Extract<StrategySpec, { kind: "orders" }>;

export interface OneOrderOptions {
  readonly code: CodeBase;
  /** How hard to look for a smaller order when this one fails. Default "none". */
  readonly minimise?: SearchEffort;
  readonly onBeat?: () => void;
  /** Called with each event of a run, for a debugger. */
  readonly onEvent?: (event: TraceEvent) => void;
}

/** What one order came to. The record is there also when it passed. */
export interface OrderResult extends SeedResult {
  /** Where the run left the order that was asked for; there it took the first alternative. */
  readonly choiceDivergence?: ChoiceDivergence;
}

/** A run that was recorded, and the order that it took. */
interface Recorded {
  readonly simulation: Simulation;
  readonly log: OrderLog;
  readonly result: RunResult;
}

/**
 * Runs a small scenario in one order. If it fails, explains it, and looks for the few choices that matter when asked
 * to: then the report is that of the smaller order.
 */
export async function runOneOrder(
  small: SmallScenario,
  spec: OrderSpec,
  options: OneOrderOptions,
): Promise<OrderResult> {
  const { minimise = "none" } = options;
  const record = async (policy: SchedulingPolicy, plan?: FaultPlan): Promise<Recorded> => {
    const log = new OrderLog(policy);
    const simulation = new Simulation({
      ...smallOptions(small, options),
      ...(plan === undefined ? {} : { plan }),
      strategy: spec,
      policy: log,
      record: true,
      recordState: true,
    });
    if (options.onEvent !== undefined) simulation.trace.watch(options.onEvent);
    return { simulation, log, result: await simulation.run(small.scenario) };
  };
  const asked = await record(followChoices(spec.choices));
  const choiceDivergence = asked.log.divergenceFrom(spec.choices);
  const extra = choiceDivergence === undefined ? {} : { choiceDivergence };
  const { outcome } = asked.result;
  if (minimise === "none" || outcome.kind === "passed") return { ...reportOfOrder(small, asked), ...extra };
  const run = ({ deviations, plan }: OrderPlan): Promise<RunResult> => {
    const planned = plan === undefined ? {} : { plan };
    const policy = followDeviations(deviations);
    const made = { ...smallOptions(small, options), ...planned, strategy: spec, policy };
    return new Simulation(made).run(small.scenario);
  };
  const minimised = await minimiseOrder(
    { outcome, deviations: asked.log.deviations, run: (deviations) => run({ deviations }) },
    SEARCH_BUDGET[minimise],
  );
  const { search, runs, deviations } = minimised;
  const shown = await record(followDeviations(deviations));
  const report = reportOfOrder(small, shown, search === "budget" ? [unfinished(runs)] : []);
  const { explanation, record: seen } = report;
  const cause = explanation?.cause ?? [];
  const { choices } = shown.log;
  const inside =
    explanation === undefined || seen === undefined
      ? {}
      : lookInside(
          { explanation, record: seen },
          shown.simulation,
          await findTwinOrder({
            ...shown,
            run,
            record: ({ deviations: other, plan }) => record(followDeviations(other), plan),
          }),
        );
  return {
    ...report,
    ...inside,
    ...extra,
    counterexample: { cause, search, runs, plan: { faults: [], leftOut: [] }, choices },
  };
}

function reportOfOrder(
  { name: test }: SmallScenario,
  { simulation, log, result }: Recorded,
  more: readonly string[] = [],
): SeedResult {
  const { outcome } = result;
  const explanation =
    outcome.kind === "passed"
      ? undefined
      : {
          ...explain(outcome, simulation),
          cause: [...counterexampleFaultLines(new RunSeen(simulation)), ...log.arrivals, ...more],
        };
  const report = { test, seed: SMALL_SEED, ...result };
  const record = recordOf({ test, seed: SMALL_SEED, simulation, explanation, outcome });
  return { ...report, record, ...(explanation === undefined ? {} : { explanation }) };
}
