import type { History, Operation } from "../history/History";
import type { Model } from "./Model";

/**
 * Executes operations one after the other and leaves out those that the model or real time does not allow there.
 * Returns those that are left: an order that explains every one of them.
 */
export function replayOnModel<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  order: readonly number[],
): number[] {
  const kept: number[] = [];
  let state = model.init;
  let now = -Infinity;
  for (const operation of order) {
    const { input, output, called, returned } = history[operation] as Operation<Input, Output>;
    if (returned < now) continue;
    const next = model.step(state, input, output);
    if (next === undefined) continue;
    state = next;
    now = Math.max(now, called);
    kept.push(operation);
  }
  return kept;
}
