import { checkLinearizable } from "../linearizable/checkLinearizable";
import { effectTimes } from "../history/effectTimes";
import { explainIllegal, type IllegalHistory } from "./explainIllegal";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";
import type { Verdict } from "../history/Verdict";

/**
 * A history and what is known of it, as plain data: what a picture is drawn from. Times are the history's. The same
 * shape as ShownHistory in labrpc/records, which reports hold: a checker knows no network, so it has its own.
 */
export interface ShownHistory {
  /** In the order of the history. */
  readonly operations: readonly ShownOperation[];
  /** Why it is illegal, or not known: a sentence each. Empty when it is linearizable. */
  readonly reasons: readonly string[];
}

/** As in labrpc/records. */
export interface ShownOperation {
  readonly client: string;
  readonly text: string;
  readonly called: number;
  /** Null when it never returned. */
  readonly returned: number | null;
  /** When it can have taken effect, in the longest order found for its part; null when it is not in it. */
  readonly effect: number | null;
  /**
   * placed: it is in that order. impossible: the operation to blame. unplaced: it completed, and is not in the order.
   * unknown: it never returned and nobody needs it, or its part could not be decided.
   */
  readonly status: "placed" | "impossible" | "unplaced" | "unknown";
}

/**
 * What a picture of a verdict shows. All parts get effects where an order is known; parts that the verdict says
 * nothing of are checked for it.
 *
 * @param shorten makes an output short enough; default: as it is
 * @param known the explanation of an illegal verdict, which takes a while to make
 */
export function shownHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  verdict: Verdict<Input, Output>,
  shorten: (output: Output) => Output = (output) => output,
  known?: IllegalHistory<Input, Output>,
): ShownHistory {
  const explained =
    verdict.kind === "illegal" ? (known ?? explainIllegal(model, verdict, shorten)) : undefined;
  const orders: History<Input, Output>[] = explained === undefined ? [] : [explained.longestPartial];
  const undecided = new Set<Operation<Input, Output>>();
  if (verdict.kind === "linearizable") orders.push(...verdict.orders);
  else {
    for (const part of model.partition?.(history) ?? [history]) {
      if (verdict.kind === "illegal" && verdict.part.some((operation) => part.includes(operation))) continue;
      const own = checkLinearizable(model, part);
      if (own.kind === "linearizable") orders.push(...own.orders);
      else if (own.kind === "illegal") orders.push(own.longestPartial);
      else for (const operation of part) undecided.add(operation);
    }
  }
  const effects = new Map(orders.flatMap((order) => [...effectTimes(order, endOfHistory(history))]));
  return {
    operations: history.map((operation) => {
      const { client, input, output, called, returned } = operation;
      const effect = effects.get(operation) ?? null;
      const open = returned === Infinity || undecided.has(operation);
      return {
        client,
        text: model.describeOperation(input, output === undefined ? undefined : shorten(output)),
        called,
        returned: returned === Infinity ? null : returned,
        effect,
        status:
          operation === explained?.culprit
            ? "impossible"
            : effect !== null
              ? "placed"
              : open
                ? "unknown"
                : "unplaced",
      };
    }),
    reasons: explained?.reasons ?? (verdict.kind === "unknown" ? [verdict.reason] : []),
  };
}

/** The last instant at which something happened. */
function endOfHistory(history: History<unknown, unknown>): number {
  return history.reduce(
    (end, { called, returned }) => Math.max(end, called, returned === Infinity ? called : returned),
    0,
  );
}
