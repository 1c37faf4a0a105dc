/** What the contract says that each method's argument carries: strings, none of them empty. */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["get", ["key"]],
  ["set", ["key", "value"]],
]);

/**
 * Why a call is not one that the contract knows, in words; undefined when it is. A clerk sends no such call, but
 * anybody can send one by hand, and what a server has stored it gives to all clients. Methods of the student's own
 * take what they like.
 */
export function storeCallProblem(method: string, args: unknown): string | undefined {
  for (const field of FIELDS.get(method) ?? []) {
    const given: unknown =
      typeof args === "object" && args !== null && Object.hasOwn(args, field)
        ? Reflect.get(args, field)
        : undefined;
    if (typeof given !== "string" || given === "")
      return `expected ${method} with a ${field} that is a string of at least one character, got ${shownStoreField(given)}`;
  }
  return undefined;
}

function shownStoreField(given: unknown): string {
  if (given === undefined) return "none";
  if (given === null || given === "" || typeof given === "number" || typeof given === "boolean")
    return JSON.stringify(given);
  return Array.isArray(given) ? "a list" : `${typeof given === "object" ? "an" : "a"} ${typeof given}`;
}
