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
  const found = surplus ?? JSON.stringify(findSurplusBuiltins());
  for (const [object, key] of JSON.parse(found) as [string, string][]) {
    const owner = builtinNamed(object);
    if (owner === undefined || deleteProperty(owner, keyOfBuiltin(key))) continue;
    // `gc` of a process with --expose-gc stays, but not what it does.
    if (Reflect.set(owner, keyOfBuiltin(key), undefined)) continue;
    throw new Error(`expected to take ${object}.${key} away from the realm, got a property that stays`);
  }
  return found;
}

/** How lists name a property: "@@iterator" for Symbol.iterator. */
export function nameOfBuiltin(key: string | symbol): string {
  return typeof key === "string" ? key : `@@${(key.description ?? "").replace("Symbol.", "")}`;
}

/** The built-in object of that name in `builtins`; "" is the global object. */
export function builtinNamed(name: string): object | undefined {
  if (name === "") return globalThis;
  if (name.startsWith("%")) return namedHiddenBuiltins()[name];
  let value: unknown = globalThis;
  for (const part of name.split(".")) value = (value as Record<string | symbol, unknown>)[keyOfBuiltin(part)];
  return value as object | undefined;
}

function findSurplusBuiltins(): [string, string][] {
  const found: [string, string][] = [];
  for (const [object, listed] of Object.entries({ "": GLOBALS, ...builtins() })) {
    const owner = builtinNamed(object);
    if (owner === undefined) throw new Error(`expected the realm to have ${object}, got a Node without it`);
    const names = new Set(listed.split(" "));
    for (const key of ownKeys(owner)) {
      if (typeof owner === "function" && OF_FUNCTIONS.includes(String(key))) continue;
      if (!names.has(nameOfBuiltin(key))) found.push([object, nameOfBuiltin(key)]);
    }
  }
  return found;
}

function keyOfBuiltin(name: string): string | symbol {
  return name.startsWith("@@")
    ? ((Symbol as unknown as Record<string, symbol>)[name.slice(2)] ?? name)
    : name;
}
