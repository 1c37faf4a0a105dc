import type { Limits, SetArgs } from "./types";

/** What is wrong with a request to store something, or undefined. Anybody can send anything. */
export function requestProblem({ key, value }: SetArgs, limits: Limits): string | undefined {
  return (
    textProblem("key", key, limits.keyLength) ??
    textProblem("value", value, limits.valueLength) ??
    (key === "" ? "expected a key of at least one character, got an empty one" : undefined)
  );
}

function textProblem(name: string, text: unknown, most: number): string | undefined {
  if (text === undefined) return `expected a ${name}, got none`;
  if (typeof text !== "string")
    return `expected ${name} to be a string, got ${text === null ? "null" : typeof text}`;
  if (text.length > most)
    return `expected ${name} to have at most ${String(most)} characters, got ${String(text.length)}`;
  return undefined;
}
