import type { History, Operation } from "../history/History";

/** The operations on each key apart, in the order of the history. For stores whose keys do not influence each other. */
export function byKey<Input extends { readonly key: string }, Output>(
  history: History<Input, Output>,
): History<Input, Output>[] {
  const parts = new Map<string, Operation<Input, Output>[]>();
  for (const operation of history) {
    const part = parts.get(operation.input.key);
    if (part === undefined) parts.set(operation.input.key, [operation]);
    else part.push(operation);
  }
  return [...parts.values()];
}
