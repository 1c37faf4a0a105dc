import { Budget, withinBudget, type BudgetOptions, type Unknown } from "../history/Budget";
import { fixedOrder } from "./fixedOrder";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { partPlaces } from "../history/partPlaces";
import { searchLinearization, type LinearizationResult } from "./searchLinearization";
import { stepsOfModel, stepsOfAllParts, type ModelSteps } from "../models/ModelSteps";
import type { Verdict } from "../history/Verdict";

export interface CheckOptions extends BudgetOptions {
  /** Whether parts that do not influence each other are checked alone, where the model has them. Default true. */
  readonly partition?: boolean;
  /** Whether the order that written values tell is used, where the model has one. Default true. */
  readonly fixedOrder?: boolean;
}

/**
 * Whether there is one order of all operations that respects real time and that the model allows (Herlihy and Wing,
 * 1990). An operation that never returned may be in it, at any time after its call, or not. Parts of the model are
 * checked one by one: a history is linearizable when each object's part is (their theorem 1).
 *
 * A part whose values tell who wrote them is decided from these; see `fixedOrder`. Else it is searched; see `search`.
 * The verdict is "unknown" when a budget runs out, which says which one; the budgets are for all parts together.
 */
export function checkLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: CheckOptions = {},
): Verdict<Input, Output> {
  const budget = new Budget(options);
  const parts = model.partition?.(history) ?? [history];
  if (options.partition === false && parts.length > 1)
    return verdictOnWholeHistory(model, history, parts, budget);
  const orders: History<Input, Output>[] = [];
  let unknown: Unknown | undefined;
  for (const part of parts) {
    const verdict = verdictOnPart(model, part, budget, options.fixedOrder !== false);
    if (verdict.kind === "illegal") return verdict;
    if (verdict.kind === "unknown") unknown ??= verdict;
    else orders.push(...verdict.orders);
  }
  return unknown ?? { kind: "linearizable", orders };
}

function verdictOnPart<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  budget: Budget,
  useFixedOrder: boolean,
): Verdict<Input, Output> {
  const fixed = useFixedOrder ? fixedOrder(model, part) : { kind: "undecided" as const };
  if (fixed.kind !== "undecided") return verdictInOperations(part, fixed);
  return verdictBySearch(part, () => stepsOfModel(model, part, budget), budget);
}

/** All parts in one search. */
function verdictOnWholeHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  parts: readonly History<Input, Output>[],
  budget: Budget,
): Verdict<Input, Output> {
  const places = partPlaces(history, parts);
  return verdictBySearch(history, () => stepsOfAllParts(model, parts, places, budget), budget);
}

function verdictBySearch<State, Input, Output>(
  history: History<Input, Output>,
  steps: () => ModelSteps<State>,
  budget: Budget,
): Verdict<Input, Output> {
  const result = withinBudget(() => searchLinearization(history, steps(), budget));
  return result.kind === "unknown" ? result : verdictInOperations(history, result);
}

function verdictInOperations<Input, Output>(
  history: History<Input, Output>,
  result: LinearizationResult,
): Verdict<Input, Output> {
  const at = (operation: number): Operation<Input, Output> => history[operation] as Operation<Input, Output>;
  if (result.kind === "order") return { kind: "linearizable", orders: [result.order.map(at)] };
  return {
    kind: "illegal",
    part: history,
    longestPartial: result.longestPartial.map(at),
    unlinearizable: at(result.unlinearizable),
  };
}
