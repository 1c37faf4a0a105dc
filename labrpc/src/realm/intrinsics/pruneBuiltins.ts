import { builtins, GLOBALS } from "./builtins";
import { namedHiddenBuiltins } from "./freeze";

const { ownKeys, deleteProperty } = Reflect;
const OF_FUNCTIONS = ["length", "name", "prototype"];

/**
 * Takes away all built-ins of this realm that are not listed in `GLOBALS` and `builtins`.
 *
 * @param surplus what an earlier call in a like realm returned; makes this one quicker
 * @returns what was taken away: JSON of pairs of an object's name and a property's, "" for the global object
 */
export function pruneBuiltins(surplus: string | undefined): string {
  const found = surplus ?? JSON.stringify(findSurplus());
  for (const [object, key] of JSON.parse(found) as [string, string][]) {
    const owner = objectNamed(object);
    if (owner === undefined || deleteProperty(owner, keyOf(key))) continue;
    // `gc` of a process with --expose-gc stays, but not what it does.
    if (Reflect.set(owner, keyOf(key), undefined)) continue;
    throw new Error(`expected to take ${object}.${key} away from the realm, got a property that stays`);
  }
  return found;
}

/** How lists name a property: "@@iterator" for Symbol.iterator. */
export function nameOf(key: string | symbol): string {
  return typeof key === "string" ? key : `@@${(key.description ?? "").replace("Symbol.", "")}`;
}

/** The built-in object of that name in `builtins`; "" is the global object. */
export function objectNamed(name: string): object | undefined {
  if (name === "") return globalThis;
  if (name.startsWith("%")) return namedHiddenBuiltins()[name];
  let value: unknown = globalThis;
  for (const part of name.split(".")) value = (value as Record<string | symbol, unknown>)[keyOf(part)];
  return value as object | undefined;
}

function findSurplus(): [string, string][] {
  const found: [string, string][] = [];
  for (const [object, listed] of Object.entries({ "": GLOBALS, ...builtins() })) {
    const owner = objectNamed(object);
    if (owner === undefined) throw new Error(`expected the realm to have ${object}, got a Node without it`);
    const names = new Set(listed.split(" "));
    for (const key of ownKeys(owner)) {
      if (typeof owner === "function" && OF_FUNCTIONS.includes(String(key))) continue;
      if (!names.has(nameOf(key))) found.push([object, nameOf(key)]);
    }
  }
  return found;
}

function keyOf(name: string): string | symbol {
  return name.startsWith("@@")
    ? ((Symbol as unknown as Record<string, symbol>)[name.slice(2)] ?? name)
    : name;
}
