import { budgetsOfSearches, SearchesOfPart } from "./SearchesOfPart";
import type { Budget, BudgetOptions, Unknown } from "../history/Budget";
import { fixedOrder } from "./fixedOrder";
import type { History, Operation } from "../history/History";
import type { LinearizationResult } from "./LinearizationSearch";
import type { Model } from "../models/Model";
import { partPlaces } from "../history/partPlaces";
import { stepsOfModel, stepsOfAllParts } from "../models/ModelSteps";
import type { Illegal, Verdict } from "../history/Verdict";

export interface CheckOptions extends BudgetOptions {
  /** Whether parts that do not influence each other are checked alone, where the model has them. Default true. */
  readonly partition?: boolean;
  /** Whether the order that written values tell is used, where the model has one. Default true. */
  readonly fixedOrder?: boolean;
  /** Counts what the check uses up, in place of one made from the other options; then parts are searched in one order. */
  readonly budget?: Budget;
}

/** Steps that each search of a part may take in the first round; in each round twice as many as in the one before. */
const STEPS_OF_FIRST_ROUND = 1000;

/** A part, and what decides it: for about so many steps more, undefined when it is still open then. */
interface PartInQuestion<Input, Output> {
  readonly part: History<Input, Output>;
  readonly decide: (steps: number) => LinearizationResult | Unknown | undefined;
}

/**
 * Whether there is one order of all operations that respects real time and that the model allows (Herlihy and Wing,
 * 1990). An operation that never returned may be in it, at any time after its call, or not. Parts of the model are
 * checked apart: a history is linearizable when each object's part is (their theorem 1).
 *
 * A part whose values tell who wrote them is decided from these; see `fixedOrder`. Else it is searched, in more than
 * one order; see `SearchesOfPart`. The parts are searched in turns, in rounds that grow, so that a part which is
 * easily refuted is not kept waiting by one that is hard: the first part found illegal decides.
 *
 * The verdict is "unknown" when the budgets run out, which says which one; they are for all parts together. Each
 * order of searching has the budget of steps and of memory for itself; time is for all.
 */
export function checkLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: CheckOptions = {},
): Verdict<Input, Output> {
  const parts = partsInQuestion(model, history, options);
  const orders = new Map<History<Input, Output>, History<Input, Output>>();
  let unknown: Unknown | undefined;
  let open = parts;
  for (let steps = STEPS_OF_FIRST_ROUND; open.length > 0; steps *= 2) {
    const left: PartInQuestion<Input, Output>[] = [];
    for (const one of open) {
      const result = one.decide(steps);
      if (result === undefined) left.push(one);
      else if (result.kind === "illegal") return illegalPart(one.part, result);
      else if (result.kind === "unknown") unknown ??= result;
      else orders.set(one.part, operationsAt(one.part, result.order));
    }
    open = left;
  }
  return unknown ?? { kind: "linearizable", orders: parts.map(({ part }) => orders.get(part) ?? []) };
}

function partsInQuestion<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: CheckOptions,
): PartInQuestion<Input, Output>[] {
  const budgets = options.budget === undefined ? budgetsOfSearches(options) : [options.budget];
  const parts = model.partition?.(history) ?? [history];
  if (options.partition === false && parts.length > 1) {
    const places = partPlaces(history, parts);
    const stepsOf = (budget: Budget) => stepsOfAllParts(model, parts, places, budget);
    const searches = new SearchesOfPart(history, budgets, stepsOf);
    return [{ part: history, decide: (steps) => searches.advance(steps) }];
  }
  return parts.map((part) => {
    let searches: SearchesOfPart<State> | undefined;
    const decide = (steps: number): LinearizationResult | Unknown | undefined => {
      if (searches === undefined && options.fixedOrder !== false) {
        const told = fixedOrder(model, part);
        if (told.kind !== "undecided") return told;
      }
      searches ??= new SearchesOfPart(part, budgets, (budget) => stepsOfModel(model, part, budget));
      return searches.advance(steps);
    };
    return { part, decide };
  });
}

function illegalPart<Input, Output>(
  part: History<Input, Output>,
  { longestPartial, unlinearizable }: Extract<LinearizationResult, { kind: "illegal" }>,
): Illegal<Input, Output> {
  const [operation] = operationsAt(part, [unlinearizable]);
  return {
    kind: "illegal",
    part,
    longestPartial: operationsAt(part, longestPartial),
    unlinearizable: operation as Operation<Input, Output>,
  };
}

function operationsAt<Input, Output>(
  part: History<Input, Output>,
  numbers: readonly number[],
): Operation<Input, Output>[] {
  return numbers.map((number) => part[number] as Operation<Input, Output>);
}
