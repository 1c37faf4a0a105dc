import type { History, Operation } from "./History";

/**
 * A time for each operation of an order at which it can have taken effect: between its call and its return, and not
 * before the one in front of it. Halfway between the earliest and the latest there is.
 *
 * @param end what counts as the return of those that never did
 */
export function effectTimes<Input, Output>(
  order: History<Input, Output>,
  end: number,
): Map<Operation<Input, Output>, number> {
  const earliest: number[] = [];
  let now = -Infinity;
  for (const { called } of order) earliest.push((now = Math.max(now, called)));
  const effects = new Map<Operation<Input, Output>, number>();
  let latest = Math.max(end, now);
  order.toReversed().forEach((operation, i) => {
    latest = Math.min(latest, operation.returned);
    effects.set(operation, ((earliest[order.length - 1 - i] ?? 0) + latest) / 2);
  });
  return effects;
}
