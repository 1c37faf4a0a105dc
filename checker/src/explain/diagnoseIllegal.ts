import { CheckAllowance } from "./CheckAllowance";
import { illegalCoreOf, pendingButCore } from "./illegalCoreOf";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import { replayOnModel } from "../models/replayOnModel";
import type { Illegal } from "../history/Verdict";

/** What is wrong with a part that no order explains. */
export interface IllegalDiagnosis<Input, Output> {
  /** The operation to blame: see `blamedOperation`. */
  readonly culprit: Operation<Input, Output>;
  /** The smallest group found that no order explains, with the culprit, in the order of their calls; see `illegalCoreOf`. */
  readonly core: History<Input, Output>;
  /** The longest partial linearization found. The culprit is not in it. */
  readonly longestPartial: History<Input, Output>;
  /**
   * An order of the core's other operations, with pending ones that are needed for it: if possible one in which the
   * culprit would have a place as well, had it been called earlier or returned later. When the culprit is the whole
   * core: an order of all others.
   */
  readonly around: History<Input, Output>;
}

/** How many operations may be left out, one after the other, to find an order of the rest. */
const ROUNDS = 8;
/** Steps of the model that each search for an order may take. */
const STEPS = 50_000;

/** Finds what to blame for an illegal verdict, and what can be explained without it. */
export function diagnoseIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  { part, longestPartial }: Illegal<Input, Output>,
): IllegalDiagnosis<Input, Output> {
  const allowance = new CheckAllowance();
  const core = illegalCoreOf(model, part, coreCheck(model, allowance));
  const culprit = blamedOperation(model, part, core);
  const others = new Set(core.filter((operation) => operation !== culprit));
  const found =
    orderWithoutCulprit(
      model,
      pendingButCore(part, explainedOperations(model, part, culprit, allowance)),
      allowance,
    ) ?? [];
  const around =
    others.size === 0
      ? found
      : (orderWithoutCulprit(model, pendingButCore(part, others), allowance, culprit) ??
        orderWithoutCulprit(model, pendingButCore(part, others), allowance) ??
        []);
  const numbers = new Map(part.map((operation, i) => [operation, i]));
  const known = longestPartial.map((operation) => numbers.get(operation) ?? 0);
  const [best = []] = [found, known]
    .map((order) => replayOnModel(model, part, orderWithoutOperation(order, culprit)))
    .sort((a, b) => b.length - a.length);
  const at = (i: number): Operation<Input, Output> => part[i] as Operation<Input, Output>;
  return {
    culprit: at(culprit),
    core: core.map(at),
    longestPartial: best.map(at),
    around: orderWithoutOperation(around, culprit).map(at),
  };
}

function coreCheck<State, Input, Output>(
  model: Model<State, Input, Output>,
  allowance: CheckAllowance,
): (history: History<Input, Output>, steps: number) => { readonly kind: string } {
  return (history, steps) => allowance.check(model, history, steps);
}

/**
 * The operation to blame. Any operation of the core could be: without it there would be an order. A student calls
 * that one wrong which was answered last, so this takes the read of the core that was called last, and if there is no
 * read, the operation that returned last. A heuristic, but one that takes from the core only.
 */
function blamedOperation<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  core: readonly number[],
): number {
  const at = (i: number): Operation<Input, Output> => part[i] as Operation<Input, Output>;
  const returned = core.filter((i) => at(i).returned !== Infinity);
  const reads = returned.filter((i) => model.isRead?.(at(i).input, at(i).output) === true);
  const [first = core[0] ?? 0] = returned;
  return reads.length > 0
    ? reads.reduce((last, i) => (at(i).called > at(last).called ? i : last))
    : returned.reduce((last, i) => (at(i).returned > at(last).returned ? i : last), first);
}

/** The operations that are left when culprits are made pending until there is an order, if that takes few. */
function explainedOperations<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  culprit: number,
  allowance: CheckAllowance,
): Set<number> {
  const kept = new Set(part.keys());
  kept.delete(culprit);
  for (let round = 0; round < ROUNDS; round++) {
    const rest = pendingButCore(part, kept);
    if (allowance.check(model, rest, STEPS).kind !== "illegal") break;
    kept.delete(blamedOperation(model, rest, illegalCoreOf(model, rest, coreCheck(model, allowance))));
  }
  return kept;
}

/**
 * An order of a history, or undefined.
 *
 * @param anyTime an operation that must happen, at any time
 */
function orderWithoutCulprit<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: History<Input, Output>,
  allowance: CheckAllowance,
  anyTime?: number,
): number[] | undefined {
  const history = part.map((operation, i) =>
    i === anyTime ? { ...operation, called: -Infinity, returned: Number.MAX_VALUE } : operation,
  );
  const numbers = new Map(history.map((operation, i) => [operation, i]));
  const verdict = allowance.check(model, history, STEPS);
  if (verdict.kind !== "linearizable") return undefined;
  return verdict.orders.flat().map((operation) => numbers.get(operation) ?? 0);
}

function orderWithoutOperation(order: readonly number[], operation: number): number[] {
  return order.filter((other) => other !== operation);
}
