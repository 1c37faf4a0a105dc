import { whyNotLinearizable, type History, type Model, type WhyOptions } from "checker";
import { Violation } from "labrpc/simulation";

/**
 * Makes a lab's `expectLinearizable`: it throws a Violation unless one order of all calls explains every answer. An
 * operation without an output may be in that order or not.
 */
export function linearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  options: WhyOptions<Input, Output>,
): (history: History<Input, Output>) => void {
  return (history) => {
    const why = whyNotLinearizable(model, history, options);
    if (why !== undefined) throw new Violation(why.message, why.details);
  };
}
