import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";

/** Steps of the model that one check of a smaller history may take: enough where values tell the order. */
const STEPS = 20_000;

/**
 * The history with all operations made pending but some. A pending operation may take effect at any time after its
 * call, or never. Whatever order explained the history, explains this one: if this one is illegal, it is so because
 * of the operations that are kept.
 */
export function pendingButCore<Input, Output>(
  part: History<Input, Output>,
  kept: ReadonlySet<number>,
): Operation<Input, Output>[] {
  return part.map((operation, i) => (kept.has(i) ? operation : { ...operation, returned: Infinity }));
}

/**
 * The smallest group of operations found that no order explains, whatever all others did: with these alone kept and
 * all others pending the history is still illegal, and with any one of them pending as well it is not (or that could
 * not be shown within the budget). The writes that an answer depends on are never missing, as pending ones may happen: a
 * group does not become illegal by leaving out a write. Found with QuickXplain (Junker, 2004), which asks for about
 * k · log n checks to find k of n.
 *
 * @param check which consistency is meant, and what its checks may take
 */
export function illegalCoreOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  check: (history: History<Input, Output>, steps: number) => { readonly kind: string },
): number[] {
  const steps = STEPS + 20 * part.length;
  const isIllegal = (kept: readonly number[]): boolean =>
    check(pendingButCore(part, new Set(kept)), steps).kind === "illegal";
  const smallest = (base: readonly number[], grown: boolean, from: readonly number[]): number[] => {
    if (grown && isIllegal(base)) return [];
    if (from.length <= 1) return [...from];
    const half = from.length >> 1;
    const [first, second] = [from.slice(0, half), from.slice(half)];
    const ofSecond = smallest([...base, ...first], true, second);
    const ofFirst = smallest([...base, ...ofSecond], ofSecond.length > 0, first);
    return [...ofFirst, ...ofSecond];
  };
  const all = operationsByInterest(model, part);
  const core = smallest([], false, all);
  return (isIllegal(core) ? core : all).sort(
    (a, b) => callTimeOfOperation(part, a) - callTimeOfOperation(part, b) || a - b,
  );
}

/** Writes, then reads, each by their calls. So the first read that contradicts the writes is in the core, if one does. */
function operationsByInterest<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
): number[] {
  const isRead = part.map(({ input, output }) => model.isRead?.(input, output) === true);
  return part
    .map((_, i) => i)
    .sort(
      (a, b) =>
        Number(isRead[a]) - Number(isRead[b]) ||
        callTimeOfOperation(part, a) - callTimeOfOperation(part, b) ||
        a - b,
    );
}

function callTimeOfOperation(part: History<unknown, unknown>, operation: number): number {
  return part[operation]?.called ?? 0;
}
