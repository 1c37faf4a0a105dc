import type { Budget } from "../history/Budget";
import { ConfigurationSet } from "../linearizable/ConfigurationSet";
import type { Operation } from "../history/History";
import { ProgramOrder } from "../history/ProgramOrder";
import type { ModelSteps } from "../models/ModelSteps";
import { ANY_READS_TO_COME, type ReadsToCome } from "./readsToCome";

/** Operations by their numbers. */
export type SequentialResult =
  | { readonly kind: "order"; readonly order: readonly number[] }
  /** `longestPartial` is the longest order found; `waiting` are the operations that would come next for their clients. */
  | {
      readonly kind: "illegal";
      readonly longestPartial: readonly number[];
      readonly waiting: readonly number[];
    };

interface Branch<State> {
  readonly ordered: Int32Array;
  readonly state: State;
  readonly length: number;
  readonly candidates: readonly number[];
  next: number;
}

/**
 * Looks for one order of all operations that keeps the order of each client and that the model allows. Depth first,
 * in the order of the calls, which is near to what happened; dead ends are remembered. Reads are appended as soon as
 * they fit. This is NP-complete in general (Gibbons and Korach, 1997), so a budget may run out: it throws then, see
 * `withinBudget`.
 *
 * @param reads what the reads that are not in the order yet need; default: not known
 * @param forced for each operation some that come before it in every order there can be; default: none
 */
export function searchSequential<State>(
  history: readonly Operation<unknown, unknown>[],
  steps: ModelSteps<State>,
  budget: Budget,
  reads: ReadsToCome = ANY_READS_TO_COME,
  forced: readonly (readonly number[])[] = [],
): SequentialResult {
  const words = Math.max(1, Math.ceil(history.length / 32));
  const { before, clients } = new ProgramOrder(history);
  const dead = new ConfigurationSet(words, budget);
  const ordered = new Int32Array(words);
  const order: number[] = [];
  const states: State[] = [];
  const branches: Branch<State>[] = [];
  let state = steps.init;
  let best: { longestPartial: number[]; waiting: number[] } | undefined;

  const has = (i: number): boolean => ((ordered[i >> 5] as number) & (1 << (i & 31))) !== 0;
  const append = (i: number, next: State): void => {
    ordered[i >> 5] = (ordered[i >> 5] as number) | (1 << (i & 31));
    order.push(i);
    states.push(state);
    state = next;
  };
  /** The operations that could come next as far as their clients are concerned. */
  const heads = (): number[] =>
    clients.flatMap((own) => {
      const found: number[] = [];
      let end = Infinity;
      for (const i of own) {
        if (has(i)) continue;
        const { called, returned } = history[i] as Operation<unknown, unknown>;
        if (called > end) break;
        if (before[i]?.every(has) === true && forced[i]?.every(has) !== false) found.push(i);
        end = Math.min(end, returned);
      }
      return found;
    });
  const orderReads = (): number[] => {
    for (;;) {
      const next = heads();
      let changed = false;
      for (const i of next) {
        if (!steps.isRead(i) || isOpen(i)) continue;
        const after = steps.step(state, i);
        if (after === undefined) continue;
        append(i, after);
        changed = true;
      }
      if (!changed) return next;
    }
  };
  const isOpen = (i: number): boolean => history[i]?.returned === Infinity;
  const total = history.filter((_, i) => !isOpen(i)).length;
  const completed = (): number => order.reduce((count, i) => count + (isOpen(i) ? 0 : 1), 0);
  /** A write that never returned and that the last one covers was not needed. */
  const isIdle = (): boolean => {
    const last = order.length - 1;
    const [covered, by] = [order[last - 1], order[last]];
    if (covered === undefined || by === undefined || !isOpen(covered) || steps.isRead(covered)) return false;
    const without = steps.step(states[last - 1] as State, by);
    return without !== undefined && steps.key(without) === steps.key(state);
  };
  const isHopeless = (next: readonly number[]): boolean =>
    next.some((i) => steps.isRead(i) && !isOpen(i) && !reads.canStillFit(i, has)) ||
    (dead.size > 0 && dead.has(0, ordered, steps.key(state)));

  for (;;) {
    const next = orderReads();
    if (completed() === total) return { kind: "order", order };
    if (best === undefined || order.length > best.longestPartial.length) {
      best = { longestPartial: [...order], waiting: next.filter((i) => !isOpen(i)) };
    }
    const candidates = isHopeless(next)
      ? []
      : next
          .filter((i) => !steps.isRead(i) && !reads.losesRead(i, order, has))
          .sort((a, b) => Number(isOpen(a)) - Number(isOpen(b)) || byCallTime(history, a, b));
    branches.push({ ordered: ordered.slice(), state, length: order.length, candidates, next: 0 });
    let stepped = false;
    for (let branch = branches.at(-1); branch !== undefined && !stepped; branch = branches.at(-1)) {
      const candidate = branch.candidates[branch.next++];
      ordered.set(branch.ordered);
      state = branch.state;
      order.length = states.length = branch.length;
      if (candidate === undefined) {
        dead.add(0, ordered, steps.key(state));
        branches.pop();
        continue;
      }
      const after = steps.step(state, candidate);
      if (after === undefined) continue;
      append(candidate, after);
      stepped = !isIdle();
    }
    if (!stepped) return { kind: "illegal", ...best };
  }
}

function byCallTime(history: readonly Operation<unknown, unknown>[], a: number, b: number): number {
  return (history[a]?.called ?? 0) - (history[b]?.called ?? 0) || a - b;
}
