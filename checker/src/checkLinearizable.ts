import type { History, Operation } from "./History";
import type { Model } from "./Model";

/** What is known of a history. "unknown" is never a pass: the budget ran out before an answer was found. */
export type Verdict<Input, Output> =
  | { readonly kind: "linearizable" }
  | {
      readonly kind: "illegal";
      /** The longest order of operations that was found to be possible. */
      readonly longest: History<Input, Output>;
      /** An operation that had to come next and could not. */
      readonly stuck: Operation<Input, Output>;
    }
  | { readonly kind: "unknown"; readonly reason: string };

export interface CheckOptions {
  /** How many steps of the model may be tried. Default 2,000,000. */
  steps?: number;
}

/**
 * Whether there is one order of all operations that respects real time and that the model allows: Wing and
 * Gong's search, with Lowe's memory of the states that were visited (as in porcupine).
 */
export function checkLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  options: CheckOptions = {},
): Verdict<Input, Output> {
  const budget = { steps: options.steps ?? 2_000_000 };
  let unknown: Verdict<Input, Output> | undefined;
  for (const part of model.partition?.(history) ?? [history]) {
    const verdict = search(model, part, budget);
    if (verdict.kind === "illegal") return verdict;
    if (verdict.kind === "unknown") unknown ??= verdict;
  }
  return unknown ?? { kind: "linearizable" };
}

interface Entry<Input, Output> {
  readonly operation: Operation<Input, Output>;
  readonly bit: number;
  readonly isCall: boolean;
  before: Entry<Input, Output> | undefined;
  after: Entry<Input, Output> | undefined;
  /** For a call: its return. */
  match: Entry<Input, Output> | undefined;
}

function search<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  budget: { steps: number },
): Verdict<Input, Output> {
  const head = linked(history);
  const returning = history.filter(({ returned }) => returned !== Infinity).length;
  const visited = new Set<string>();
  const placed = new Uint8Array(history.length);
  const stack: { entry: Entry<Input, Output>; state: State }[] = [];
  let state = model.initial;
  let returnsPlaced = 0;
  let longest: Operation<Input, Output>[] = [];
  let stuck: Operation<Input, Output> | undefined;
  let at = head.after;
  while (returnsPlaced < returning) {
    if (at?.isCall === true) {
      if (--budget.steps < 0) return { kind: "unknown", reason: "the search used up its budget of steps" };
      const next = model.step(state, at.operation.input, at.operation.output);
      if (next !== undefined) {
        placed[at.bit] = 1;
        const configuration = `${placed.join("")} ${model.key(next)}`;
        if (!visited.has(configuration)) {
          visited.add(configuration);
          stack.push({ entry: at, state });
          state = next;
          if (at.operation.returned !== Infinity) returnsPlaced += 1;
          lift(at);
          at = head.after;
          continue;
        }
        placed[at.bit] = 0;
      }
      at = at.after;
      continue;
    }
    // A return comes before its operation was placed (or nothing is left to try): take the last one back.
    if (stack.length >= longest.length && at !== undefined) {
      longest = stack.map(({ entry }) => entry.operation);
      stuck = at.operation;
    }
    const last = stack.pop();
    if (last === undefined) {
      return { kind: "illegal", longest, stuck: stuck ?? (history[0] as Operation<Input, Output>) };
    }
    state = last.state;
    placed[last.entry.bit] = 0;
    if (last.entry.operation.returned !== Infinity) returnsPlaced -= 1;
    unlift(last.entry);
    at = last.entry.after;
  }
  return { kind: "linearizable" };
}

/** Calls and returns in order of time, as a doubly linked list behind a head; a call before a return of the same time. */
function linked<Input, Output>(history: History<Input, Output>): Entry<Input, Output> {
  const entries: Entry<Input, Output>[] = [];
  history.forEach((operation, bit) => {
    const base = { operation, bit, before: undefined, after: undefined };
    const end: Entry<Input, Output> = { ...base, isCall: false, match: undefined };
    entries.push({ ...base, isCall: true, match: end }, end);
  });
  const time = (e: Entry<Input, Output>): number => (e.isCall ? e.operation.called : e.operation.returned);
  const rank = (e: Entry<Input, Output>): number => (e.isCall ? 0 : 1);
  entries.sort((a, b) => (time(a) === time(b) ? rank(a) - rank(b) : time(a) < time(b) ? -1 : 1));
  const head = { isCall: false, bit: -1 } as Entry<Input, Output>;
  let last = head;
  for (const entry of entries) {
    last.after = entry;
    entry.before = last;
    last = entry;
  }
  return head;
}

function lift<Input, Output>(call: Entry<Input, Output>): void {
  for (const entry of [call, call.match]) {
    if (entry?.before !== undefined) entry.before.after = entry.after;
    if (entry?.after !== undefined) entry.after.before = entry.before;
  }
}

function unlift<Input, Output>(call: Entry<Input, Output>): void {
  for (const entry of [call.match, call]) {
    if (entry?.before !== undefined) entry.before.after = entry;
    if (entry?.after !== undefined) entry.after.before = entry;
  }
}
