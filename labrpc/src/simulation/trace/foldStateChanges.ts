import type { StateChange } from "../../records";

/**
 * The first changes put together: what is left is what was there when the last of them was made, as changes of that one
 * moment; then all others. Changes of one event stay together.
 *
 * @param count how many to put together, at least
 */
export function foldStateChanges(changes: readonly StateChange[], count: number): StateChange[] {
  let end = count;
  while (end < changes.length && changes[end]?.step === changes[end - 1]?.step) end += 1;
  const last = changes[end - 1];
  if (last === undefined) return [...changes];
  const { step, event, at } = last;
  const parts = new Map<string, StateChange>();
  for (const { host, object, path, after } of changes.slice(0, end)) {
    const key = stateKey({ host, object, path });
    parts.delete(key);
    if (after !== undefined) parts.set(key, { step, event, at, host, object, path, after });
  }
  return [...parts.values(), ...changes.slice(end)];
}

/** Equal for changes of the same part of the same host's state. */
export function stateKey({ host, object, path }: Pick<StateChange, "host" | "object" | "path">): string {
  return JSON.stringify([host, object, path]);
}
