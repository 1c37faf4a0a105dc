import type { History } from "../history/History";
import type { Model } from "../models/Model";

/**
 * For models that name their states: tells when nobody is left who could lead to the state that a read needs. Used
 * when the read does not fit now. Without names, or with operations that may lead anywhere, the answer is always true.
 */
export function readsToCome<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  partOf: (operation: number) => number,
): (read: number, isOrdered: (operation: number) => boolean) => boolean {
  const { order } = model;
  if (order === undefined) return () => true;
  const needs = new Map<number, string>();
  const leading = new Map<string, number[]>();
  const anywhere = new Set<number>();
  history.forEach(({ input, output }, i) => {
    const footprint = order.footprint(input, output);
    const name = (state: string): string => `${String(partOf(i))} ${state}`;
    if (footprint === undefined || footprint.kind === "append") anywhere.add(partOf(i));
    else if (footprint.kind === "read") needs.set(i, name(footprint.at));
    else if (footprint.kind !== "look") {
      const others = leading.get(name(footprint.to));
      if (others === undefined) leading.set(name(footprint.to), [i]);
      else others.push(i);
    }
  });
  return (read, isOrdered) => {
    const need = needs.get(read);
    if (need === undefined || anywhere.has(partOf(read))) return true;
    return (leading.get(need) ?? []).some((operation) => !isOrdered(operation));
  };
}
