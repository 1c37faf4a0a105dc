/** What a search may use up, counted so that it gives the same on every machine. */
export interface SearchBudget {
  readonly runs: number;
  readonly events: number;
}

/** However long a run takes, so many are tried. */
const LEAST_RUNS = 16;

/** Ends a search whose budget is used up. */
export class BudgetUsedUp extends Error {
  override readonly name = "BudgetUsedUp";
}

/** Counts what a search uses up. */
export class SearchAccount {
  #runs = 0;
  #events = 0;

  constructor(private readonly budget: SearchBudget) {}

  /** How many runs were made. */
  get runs(): number {
    return this.#runs;
  }

  /** Makes one more run. Rejects with BudgetUsedUp when there is nothing left for it. */
  async pay<Run extends { readonly events: number }>(make: () => Promise<Run>): Promise<Run> {
    const { runs, events } = this.budget;
    if (this.#runs >= runs || (this.#events >= events && this.#runs >= LEAST_RUNS)) throw new BudgetUsedUp();
    this.#runs += 1;
    const run = await make();
    this.#events += run.events;
    return run;
  }
}
