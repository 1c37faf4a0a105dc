import { arrangeBlocks } from "./arrangeBlocks";
import { blocksOfFixedOrder } from "./blocksOfFixedOrder";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { replayOnModel } from "../models/replayOnModel";

/** Operations by their numbers in the history. */
export type FixedOrderResult =
  | { readonly kind: "order"; readonly order: readonly number[] }
  /** `unlinearizable` has no place among those that the values put in front of it; `longestPartial` orders some. */
  | { readonly kind: "illegal"; readonly longestPartial: readonly number[]; readonly unlinearizable: number }
  /** The values do not say enough; the history must be searched. */
  | { readonly kind: "undecided" };

/**
 * Decides a history whose values say who wrote them, without a search: Gibbons and Korach's test of a register whose
 * written values differ ("Testing shared memories", 1997), with chains of changes (appends, versions, compare-and-set)
 * in the place of single writes. Operations that hang together by values form a block, nothing else can happen within
 * a block, and blocks must not get into each other's time.
 *
 * "order" has been replayed step by step. "illegal" follows from blocks alone, which every order must keep. All else
 * is "undecided".
 */
export function fixedOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): FixedOrderResult {
  if (model.order === undefined) return { kind: "undecided" };
  const found = blocksOfFixedOrder(model.order, history);
  if (found.kind === "undecided") return found;
  if (found.kind === "illegal") return illegalFixedOrder(model, history, [], found.unlinearizable);
  const arranged = arrangeBlocks(history, found.blocks);
  const [only, second] = arranged.blocks;
  const order =
    only !== undefined && second === undefined
      ? only.operations
      : arranged.blocks.flatMap(({ operations }) => operations);
  if (arranged.kind === "illegal" && found.guessed) return { kind: "undecided" };
  if (arranged.kind === "illegal") return illegalFixedOrder(model, history, order, arranged.unlinearizable);
  if (found.looks.length === 0) {
    return replayOnModel(model, history, order).length < order.length
      ? { kind: "undecided" }
      : { kind: "order", order };
  }
  // This has tried every step with the model, so that times are left to look at.
  const whole = orderWithLooks(model, history, order, found.looks);
  return whole === undefined || !isOrderInTime(history, whole)
    ? { kind: "undecided" }
    : { kind: "order", order: whole };
}

/** Whether each operation can take effect after the one in front of it and before its own return. */
function isOrderInTime(history: readonly Operation<unknown, unknown>[], order: readonly number[]): boolean {
  let now = -Infinity;
  for (const operation of order) {
    const { called, returned } = history[operation] as Operation<unknown, unknown>;
    if (called > now) now = called;
    if (returned < now) return false;
  }
  return true;
}

function illegalFixedOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  order: readonly number[],
  unlinearizable: number,
): FixedOrderResult {
  const others = order.filter((operation) => operation !== unlinearizable);
  return { kind: "illegal", longestPartial: replayOnModel(model, history, others), unlinearizable };
}

/**
 * Puts operations that change nothing into an order, each where its answer and its time fit, or undefined when one
 * fits nowhere in this order (it may in another).
 */
function orderWithLooks<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  order: readonly number[],
  looks: readonly number[],
): number[] | undefined {
  const at = (operation: number): Operation<Input, Output> => history[operation] as Operation<Input, Output>;
  // earliest[i]: when the first i operations can have happened; states[i]: the state then.
  const earliest = [-Infinity];
  const states = [model.init];
  let now = -Infinity;
  let state = model.init;
  for (const operation of order) {
    const { called, input, output } = at(operation);
    const next = model.step(state, input, output);
    if (next === undefined) return undefined;
    state = next;
    if (called > now) now = called;
    states.push(state);
    earliest.push(now);
  }
  const inserted = new Map<number, number[]>();
  for (const look of looks) {
    const { called, returned, input, output } = at(look);
    const fits = (place: number): boolean => {
      const there = states[place] as State;
      const next = model.step(there, input, output);
      return next !== undefined && (next === there || model.key(next) === model.key(there));
    };
    // The last place that has begun when it returns, and before that all that end after it was called.
    let place = lastPlaceAtMost(earliest, returned);
    const TRIES = 64;
    for (let tries = 0; !fits(place); tries++) {
      if (place === 0 || tries === TRIES || (earliest[place] as number) < called) return undefined;
      place -= 1;
    }
    const there = inserted.get(place);
    if (there === undefined) inserted.set(place, [look]);
    else there.push(look);
  }
  const whole: number[] = [];
  for (let place = 0; place <= order.length; place++) {
    const operation = order[place - 1];
    if (operation !== undefined) whole.push(operation);
    const there = inserted.get(place);
    if (there !== undefined) whole.push(...there);
  }
  return whole;
}

/** The last index whose time is at most this one; times do not fall, and the first is -Infinity. */
function lastPlaceAtMost(times: readonly number[], most: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] as number) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
