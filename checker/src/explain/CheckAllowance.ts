import { Budget } from "../history/Budget";
import type { History } from "../history/History";
import { checkLinearizable } from "../linearizable/checkLinearizable";
import type { Model } from "../models/Model";
import type { Verdict } from "../history/Verdict";

/**
 * Steps of the model that explaining one verdict may take, over all its checks: some seconds where a step is dear, as on
 * values of thousands of characters. Steps and not time, so that the words are the same on every machine.
 */
const STEPS = 300_000;

/** What the checks of one explanation may use up together. When it is gone, they all say "unknown". */
export class CheckAllowance {
  #left = STEPS;

  /** @param steps that this check may take, if so many are left */
  check<State, Input, Output>(
    model: Model<State, Input, Output>,
    history: History<Input, Output>,
    steps: number,
  ): Verdict<Input, Output> {
    if (this.#left <= 0)
      return { kind: "unknown", cause: "steps", reason: "the explanation used up its budget of steps" };
    const budget = new Budget({ steps: Math.min(steps, this.#left) });
    const verdict = checkLinearizable(model, history, { budget });
    // A check that values alone decide takes no step, and is not free all the same.
    this.#left -= Math.max(budget.stepsTaken, history.length);
    return verdict;
  }
}
