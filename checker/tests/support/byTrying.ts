import { isBefore, type History, type Model } from "../../src";

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
      [model.init],
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
    parts.map(() => model.init),
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

/**
 * Causal memory by its definition: for each client some order of its own operations and all writes keeps causality and
 * explains its reads. For histories in which every value is written once.
 */
export function isCausal<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): boolean {
  const parts = model.partition?.(history) ?? [history];
  const partOf = (i: number): number => parts.findIndex((part) => part.includes(history[i]!));
  const footprint = history.map(({ input, output }) => model.order?.footprint(input, output));
  const causes = history.map((b, j) =>
    history.map((a, i) => {
      const [first, second] = [footprint[i], footprint[j]];
      if (a.client === b.client && isBefore(a, b)) return true;
      if (first?.kind !== "write" || second?.kind !== "read" || b.returned === Infinity) return false;
      return first.to === second.at && partOf(i) === partOf(j);
    }),
  );
  for (const k of history.keys())
    for (const i of history.keys())
      for (const j of history.keys()) causes[j]![i] ||= causes[j]![k]! && causes[k]![i]!;
  if (history.some((_, i) => causes[i]![i])) return false;
  return [...new Set(history.map(({ client }) => client))].every((client) => {
    const seen = [...history.keys()].filter(
      (i) =>
        footprint[i]?.kind === "write" ||
        (history[i]!.client === client && history[i]!.returned !== Infinity),
    );
    const before = (a: number, b: number): boolean => causes[b]![a]!;
    return hasOrder(
      model,
      history,
      seen,
      before,
      parts.map(() => model.init),
      partOf,
    );
  });
}
