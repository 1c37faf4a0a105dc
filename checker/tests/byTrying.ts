import { isBefore, type History, type Model } from "../src";

/** Tries orders one after the other, with nothing clever: what the checker is compared with. For short histories. */
export function isLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): boolean {
  return (model.partition?.(history) ?? [history]).every((part) =>
    hasOrder(
      model,
      part,
      [...part.keys()],
      (a, b) => isBefore(part[a]!, part[b]!),
      [model.initial],
      () => 0,
    ),
  );
}

/** The same without real time, on all parts at once. */
export function isSequential<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): boolean {
  const parts = model.partition?.(history) ?? [history];
  const partOf = (i: number): number => parts.findIndex((part) => part.includes(history[i]!));
  return hasOrder(
    model,
    history,
    [...history.keys()],
    (a, b) => history[a]!.client === history[b]!.client && isBefore(history[a]!, history[b]!),
    parts.map(() => model.initial),
    partOf,
  );
}

function hasOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  left: readonly number[],
  before: (a: number, b: number) => boolean,
  states: readonly State[],
  partOf: (i: number) => number,
): boolean {
  if (left.every((i) => history[i]!.returned === Infinity)) return true;
  return left.some((i) => {
    if (left.some((other) => before(other, i))) return false;
    const part = partOf(i);
    const next = model.step(states[part] as State, history[i]!.input, history[i]!.output);
    if (next === undefined) return false;
    const rest = left.filter((other) => other !== i);
    return hasOrder(model, history, rest, before, states.with(part, next), partOf);
  });
}
