import type { History, Operation } from "./History";

/** For each operation of a history the number of its part, and its number there. */
export function partPlaces<Input, Output>(
  history: History<Input, Output>,
  parts: readonly History<Input, Output>[],
): { readonly part: number; readonly at: number }[] {
  const places = new Map<Operation<Input, Output>, { part: number; at: number }[]>();
  parts.forEach((operations, part) => {
    operations.forEach((operation, at) => {
      // The same object twice in a history is two operations.
      const known = places.get(operation);
      if (known === undefined) places.set(operation, [{ part, at }]);
      else known.push({ part, at });
    });
  });
  return history.map((operation) => places.get(operation)?.shift() ?? { part: 0, at: 0 });
}
