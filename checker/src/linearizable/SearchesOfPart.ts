import { Budget, withinBudget, type BudgetOptions, type Unknown } from "../history/Budget";
import type { History } from "../history/History";
import { JustInTimeSearch } from "./JustInTimeSearch";
import type { LinearizationResult, LinearizationSearch } from "./LinearizationSearch";
import type { ModelSteps } from "../models/ModelSteps";
import { OldestCallSearch } from "./OldestCallSearch";

/** The orders in which a part is searched. */
const ORDERS_OF_SEARCH = [JustInTimeSearch, OldestCallSearch] as const;

/** A budget for each order of search, so that none takes from another. Time runs for all at once. */
export function budgetsOfSearches(options: BudgetOptions): readonly Budget[] {
  return ORDERS_OF_SEARCH.map(() => new Budget(options));
}

/** The searches of one part, in turns: whichever is done first decides. */
export class SearchesOfPart<State> {
  readonly #part: History<unknown, unknown>;
  readonly #budgets: readonly Budget[];
  readonly #stepsOf: (budget: Budget) => ModelSteps<State>;
  readonly #searches: (LinearizationSearch | Unknown | undefined)[];

  /**
   * @param budgets one for each order of search, shared with the other parts; see `budgetsOfSearches`
   * @param stepsOf the part's operations as steps that are counted by this budget
   */
  constructor(
    part: History<unknown, unknown>,
    budgets: readonly Budget[],
    stepsOf: (budget: Budget) => ModelSteps<State>,
  ) {
    this.#part = part;
    this.#budgets = budgets;
    this.#stepsOf = stepsOf;
    this.#searches = budgets.map(() => undefined);
  }

  /**
   * Goes on with each search for about this many steps. Undefined when there is no result yet; unknown when all
   * budgets have run out, for the reason that the first search had.
   */
  advance(steps: number): LinearizationResult | Unknown | undefined {
    for (const place of this.#budgets.keys()) {
      if (isUnknown(this.#searches[place])) continue;
      const result = withinBudget(() => this.#search(place).advance(steps));
      if (result === undefined) continue;
      this.#release(place);
      if (result.kind !== "unknown") {
        for (const other of this.#budgets.keys()) this.#release(other);
        return result;
      }
      this.#searches[place] = result;
    }
    return this.#searches.every(isUnknown) ? this.#searches[0] : undefined;
  }

  #search(place: number): LinearizationSearch {
    const known = this.#searches[place];
    if (known !== undefined && !isUnknown(known)) return known;
    const Search = ORDERS_OF_SEARCH[place] as (typeof ORDERS_OF_SEARCH)[number];
    const budget = this.#budgets[place] as Budget;
    return (this.#searches[place] = new Search(this.#part, this.#stepsOf(budget), budget));
  }

  #release(place: number): void {
    const search = this.#searches[place];
    if (search !== undefined && !isUnknown(search)) search.release();
  }
}

function isUnknown(search: LinearizationSearch | Unknown | undefined): search is Unknown {
  return search !== undefined && "kind" in search;
}
