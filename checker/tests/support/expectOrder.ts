import { expect } from "chai";
import type { History, Model } from "../../src";

/**
 * Checks an order of one part by itself: it holds every operation that completed, once, the model allows it step by
 * step, and there are times, one after the other, at which each can have happened.
 */
export function expectOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  order: History<Input, Output>,
): void {
  const part = model
    .partition?.(history)
    .find((operations) => order[0] === undefined || operations.includes(order[0]));
  expect(new Set(order).size).to.equal(order.length);
  if (order[0] !== undefined) {
    for (const operation of part ?? history) {
      if (operation.returned !== Infinity) expect(order).to.include(operation);
    }
  }
  let now = -Infinity;
  let state = model.init;
  for (const { called, returned, input, output } of order) {
    now = Math.max(now, called);
    expect(now).to.be.at.most(returned);
    const next = model.step(state, input, output);
    if (next === undefined)
      throw new Error(`the model does not allow ${model.describeOperation(input, output)}`);
    state = next;
  }
}
