import { Budget, withinBudget, type BudgetOptions, type Unknown } from "../history/Budget";
import { checkCausal, type CausalVerdict } from "../causal/checkCausal";
import { checkLinearizable } from "../linearizable/checkLinearizable";
import { effectTimes } from "../history/effectTimes";
import { forcedOrder } from "./forcedOrder";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { partPlaces } from "../history/partPlaces";
import { readsToCome } from "./readsToCome";
import { searchSequential } from "./searchSequential";
import { stepsOfAllParts } from "../models/ModelSteps";

type NotCausal<Input, Output> = Extract<CausalVerdict<Input, Output>, { kind: "illegal" }>;

/** A step is a row of a relation, as in `checkCausal`: enough for some thousands of operations. */
const FORCED_STEPS = 20_000_000;

export type SequentialVerdict<Input, Output> =
  /** `order` explains every answer. Operations that never returned and were not needed are not in it. */
  | { readonly kind: "sequential"; readonly order: History<Input, Output> }
  | {
      readonly kind: "illegal";
      readonly history: History<Input, Output>;
      /** The longest partial order found. */
      readonly longestPartial: History<Input, Output>;
      /** What comes next for each client, and cannot. */
      readonly waiting: History<Input, Output>;
      /** When it is not even causally consistent: what is wrong. Then `longestPartial` and `waiting` are empty. */
      readonly causal?: NotCausal<Input, Output>;
      /** When operations must each come before the next one, in a ring: these. Then the two are empty as well. */
      readonly ring?: History<Input, Output>;
    }
  | Unknown;

/**
 * Whether there is one order of all operations of all keys that keeps the order of each client and that the model
 * allows (Lamport, 1979). Real time between clients does not count. Unlike linearizability this cannot be checked key
 * by key. See `ProgramOrder` for operations that never returned.
 *
 * A linearizable history is sequential, and a sequential one is causal, so these are tried first, as they are quick.
 * Then what must come before what is worked out, and the orders that keep it are searched. The check of
 * linearizability and the search get half of the steps each.
 */
export function checkSequential<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: BudgetOptions = {},
): SequentialVerdict<Input, Output> {
  const steps = (options.steps ?? 2_000_000) / 2;
  const linearizable = checkLinearizable(model, history, { ...options, steps });
  if (linearizable.kind === "linearizable")
    return { kind: "sequential", order: mergedClientOrders(linearizable.orders) };
  const causal = checkCausal(model, history, options);
  if (causal.kind === "illegal") return { kind: "illegal", history, longestPartial: [], waiting: [], causal };
  const forced = withinBudget(() =>
    forcedOrder(model, history, new Budget({ steps: FORCED_STEPS, ...options })),
  );
  if (forced.kind === "ring")
    return { kind: "illegal", history, longestPartial: [], waiting: [], ring: forced.ring };
  const budget = new Budget({ ...options, steps });
  const parts = model.partition?.(history) ?? [history];
  const places = partPlaces(history, parts);
  const result = withinBudget(() =>
    searchSequential(
      history,
      stepsOfAllParts(model, parts, places, budget),
      budget,
      readsToCome(model, history, (i) => places[i]?.part ?? 0),
      forced.kind === "known" ? forced.before : [],
    ),
  );
  if (result.kind === "unknown") return result;
  const at = (i: number): Operation<Input, Output> => history[i] as Operation<Input, Output>;
  if (result.kind === "order") return { kind: "sequential", order: result.order.map(at) };
  return {
    kind: "illegal",
    history,
    longestPartial: result.longestPartial.map(at),
    waiting: result.waiting.map(at),
  };
}

/** One order of several parts, each of which respects real time. */
function mergedClientOrders<Input, Output>(
  orders: readonly History<Input, Output>[],
): History<Input, Output> {
  const end = Math.max(
    0,
    ...orders.map((order) => order.reduce((last, { called }) => Math.max(last, called), 0)),
  );
  return orders
    .flatMap((order) => [...effectTimes(order, end)])
    .sort(([, a], [, b]) => a - b)
    .map(([operation]) => operation);
}
