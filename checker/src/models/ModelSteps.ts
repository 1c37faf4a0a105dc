import type { Budget } from "../history/Budget";
import type { History } from "../history/History";
import type { Model } from "./Model";

/** A model applied to the operations of one history, which are called by their number in it. */
export interface ModelSteps<State> {
  readonly init: State;
  step(state: State, operation: number): State | undefined;
  key(state: State): string;
  isRead(operation: number): boolean;
  /** False when the order of the two never makes a difference. An equivalence: who interacts with one of a group does with all. */
  interact(a: number, b: number): boolean;
  /** Whether two operations are symmetric: the same request with the same answer. */
  areSymmetric(a: number, b: number): boolean;
  /** Equal for symmetric operations. */
  symmetryKey(operation: number): string;
}

/** The steps of a history that is searched as one. */
export function stepsOfModel<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  budget: Budget,
): ModelSteps<State> {
  const reads = history.map(({ input, output }) => model.isRead?.(input, output) ?? false);
  return {
    init: model.init,
    step(state, operation) {
      budget.step();
      const { input, output } = itemAt(history, operation);
      return model.step(state, input, output);
    },
    key: (state) => model.key(state),
    isRead: (operation) => reads[operation] === true,
    interact: () => true,
    areSymmetric(a, b) {
      const [first, second] = [itemAt(history, a), itemAt(history, b)];
      return equalStates(first.input, second.input) && equalStates(first.output, second.output);
    },
    symmetryKey(operation) {
      const { input, output } = itemAt(history, operation);
      return model.describeOperation(input, output);
    },
  };
}

/**
 * The steps of several parts that are searched together: the state is the list of the parts' states.
 * `operations[i]` is operation number i: its part, and its number in that part.
 */
export function stepsOfAllParts<State, Input, Output>(
  model: Model<State, Input, Output>,
  parts: readonly History<Input, Output>[],
  operations: readonly { readonly part: number; readonly at: number }[],
  budget: Budget,
): ModelSteps<readonly State[]> {
  const steps = parts.map((part) => stepsOfModel(model, part, budget));
  // Short numbers in place of the parts' texts: the text of the whole stays short.
  const numbers = new Map<string, number>();
  const number = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    budget.keep(2 * text.length);
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  return {
    init: parts.map(() => model.init),
    step(states, operation) {
      const { part, at: inPart } = itemAt(operations, operation);
      const before = states[part] as State;
      const after = itemAt(steps, part).step(before, inPart);
      if (after === undefined || after === before) return after === undefined ? undefined : states;
      const next = [...states];
      next[part] = after;
      return next;
    },
    key: (states) => states.map((state) => number(model.key(state))).join(" "),
    isRead(operation) {
      const { part, at: inPart } = itemAt(operations, operation);
      return itemAt(steps, part).isRead(inPart);
    },
    interact: (a, b) => itemAt(operations, a).part === itemAt(operations, b).part,
    areSymmetric(a, b) {
      const [first, second] = [itemAt(operations, a), itemAt(operations, b)];
      return first.part === second.part && itemAt(steps, first.part).areSymmetric(first.at, second.at);
    },
    symmetryKey(operation) {
      const { part, at: inPart } = itemAt(operations, operation);
      return `${String(part)} ${itemAt(steps, part).symmetryKey(inPart)}`;
    },
  };
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  return items[index] as Item;
}

/** Whether two pieces of plain data are equal. */
function equalStates(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (!isPlainState(a) || !isPlainState(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        equalStates((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}

function isPlainState(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
