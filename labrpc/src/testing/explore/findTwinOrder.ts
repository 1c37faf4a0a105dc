import type { FaultPlan } from "../../records";
import type { RunResult } from "../../simulation/outcome/Outcome";
import type { Simulation } from "../../simulation/Simulation";
import { RunSeen } from "../explain/RunSeen";
import { failsAlike } from "../minimise/failsAlike";
import type { Twin, TwinSearch } from "../twin/findTwin";
import type { NearPlan } from "../twin/NearPlan";
import { plansWithoutOperation } from "../twin/plansWithLess";
import type { Deviation } from "./followDeviations";
import type { OrderLog } from "./OrderLog";

/** Orders that are tried, and events in them. */
const MOST_TRIES = 80;
const MOST_EVENTS = 60_000;

/** What an order is made of: the choices that differ from the usual ones, and what is to be left out. */
export interface OrderPlan {
  readonly deviations: readonly Deviation[];
  readonly plan?: FaultPlan;
}

/** A small scenario in an order in which it fails, recorded, and how to run it in others. */
export interface FailingSmallestOrder {
  readonly simulation: Simulation;
  readonly result: RunResult;
  readonly log: OrderLog;
  readonly run: (order: OrderPlan) => Promise<RunResult>;
  readonly record: (order: OrderPlan) => Promise<{ simulation: Simulation; result: RunResult }>;
}

/**
 * Looks for the nearest order that passes: without one thing that was lost, copied or out of turn, the last first; with
 * two messages in the other order, the last first; without one operation.
 */
export async function findTwinOrder(failing: FailingSmallestOrder): Promise<TwinSearch> {
  const { outcome, events: ownEvents } = failing.result;
  let [tried, alike, events] = [0, 0, ownEvents];
  for (const near of nearOrders(failing)) {
    if (tried >= MOST_TRIES || events > MOST_EVENTS) break;
    const result = await failing.run(near);
    tried += 1;
    events += result.events;
    if (failsAlike(result.outcome, outcome)) alike += 1;
    if (result.outcome.kind !== "passed") continue;
    const { simulation, result: again } = await failing.record(near);
    if (again.outcome.kind !== "passed") break;
    const twin: Twin = { kind: near.kind, how: near.how(), passes: true, simulation };
    return { kind: "found", twin };
  }
  return { kind: "none", tried, alike };
}

function* nearOrders({
  simulation,
  log,
}: FailingSmallestOrder): Generator<OrderPlan & Pick<NearPlan, "kind" | "how">> {
  yield* log.ordersWithoutOne();
  yield* log.ordersWithTwoSwapped();
  const run = new RunSeen(simulation);
  // What the test itself does to hosts and links stays; losses and copies are choices of the order.
  const faults = run.faults.seen.flatMap(({ fault, scripted }) => (scripted === undefined ? [] : [fault]));
  for (const { kind, plan, how } of plansWithoutOperation({ faults, leftOut: [] }, run))
    yield { kind, plan, how, deviations: log.deviations };
}
