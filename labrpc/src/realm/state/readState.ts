import { builtinMethod } from "./builtinMethod";
import { classNameOf } from "./classNameOf";
import { cutText, objectText, primitiveText, quotedText } from "./stateText";
import type { StateServices } from "./StateServices";

/** So much is read of the state of one host; the rest is left out. */
const MOST_PARTS = 1_500;
/** So many entries of one Map, Set, array or object. */
const MOST_ENTRIES = 100;
/** So deep. */
const MOST_DEPTH = 8;
/** Names in paths are cut, characters. */
const MOST_KEY = 60;

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply, ownKeys } = Reflect;
const isIdentifier = /^[A-Za-z_$][\w$]*$/;
const mapEntries = builtinMethod(Map.prototype, "entries") as () => object;
const setValues = builtinMethod(Set.prototype, "values") as () => object;
const mapNext = builtinMethod(getPrototypeOf(new Map().entries()) as object, "next") as () => Next;
const setNext = builtinMethod(getPrototypeOf(new Set().values()) as object, "next") as () => Next;
const mapSize = builtinMethod(Map.prototype, "size") as () => number;
const setSize = builtinMethod(Set.prototype, "size") as () => number;

type Next = IteratorResult<unknown, unknown>;

/** An object whose state is read, and its name. */
export interface StateRoot {
  readonly name: string;
  readonly object: object;
}

/** Called for each part of the state: the object that it belongs to, its path, its text. */
export type TakePart = (object: string, path: string, text: string) => void;

/**
 * Reads the state of some objects, down to single values. No code of the student's runs: fields are read as they stand,
 * a getter is told as one, a proxy is not looked into, and Maps, Sets and dates are asked by the built-ins themselves,
 * which are frozen. What comes twice, as in a circle, is told the second time by the path of the first.
 *
 * Returns how much it had to look at.
 */
export function readState(roots: readonly StateRoot[], services: StateServices, take: TakePart): number {
  const reading = new StateReading(services, take);
  for (const { name, object } of roots) reading.know(object, name);
  for (const { name, object } of roots) reading.root(name, object);
  return reading.work;
}

class StateReading {
  work = 0;
  readonly #services: StateServices;
  readonly #take: TakePart;
  readonly #seen = new Map<object, string>();
  #root = "";
  #parts = 0;

  constructor(services: StateServices, take: TakePart) {
    this.#services = services;
    this.#take = take;
  }

  /** An object that has a name: elsewhere it is told by that. */
  know(object: object, name: string): void {
    this.#seen.set(object, name);
  }

  root(name: string, object: object): void {
    this.#root = name;
    if (this.#services.kindOf(object) === "proxy") this.#part("", "Proxy");
    else this.#fields(object, "", 0);
  }

  #part(path: string, text: string): void {
    this.#parts += 1;
    this.work += 1;
    if (this.#parts === MOST_PARTS) this.#take(this.#root, "…", "more than is shown");
    if (this.#parts < MOST_PARTS) this.#take(this.#root, path, text);
  }

  #value(value: unknown, path: string, depth: number): void {
    if ((typeof value !== "object" || value === null) && typeof value !== "function") {
      this.#part(path, primitiveText(value));
      return;
    }
    const known = this.#seen.get(value);
    if (known !== undefined) {
      this.#part(path, `the same as ${known}`);
      return;
    }
    const kind = this.#services.kindOf(value);
    const end = this.#services.nameOfEnd(value);
    const text =
      kind === "promise"
        ? this.#promiseText(value)
        : end === ""
          ? objectText(value, kind)
          : `ClientEnd ${end}`;
    if (text !== undefined) {
      this.#part(path, text);
      return;
    }
    this.#seen.set(value, path);
    const name = classNameOf(value, this.#services.kindOf);
    const isDeep = depth >= MOST_DEPTH || this.#parts >= MOST_PARTS;
    switch (kind) {
      case "map":
        this.#sized(name === "" ? "Map" : name, apply(mapSize, value, []), path);
        if (!isDeep) this.#map(value as Map<unknown, unknown>, path, depth);
        break;
      case "set":
        this.#sized(name === "" ? "Set" : name, apply(setSize, value, []), path);
        if (!isDeep) this.#set(value as Set<unknown>, path, depth);
        break;
      case "array":
        this.#sized(name === "" ? "Array" : name, lengthOfArray(value), path);
        if (!isDeep) this.#array(value, path, depth);
        break;
      case "error":
        this.#part(path, errorStateText(value, name));
        break;
      case "weak":
        this.#part(path, name === "" ? "WeakMap" : name);
        break;
      default:
        this.#part(path, name !== "" ? name : ownKeys(value).length === 0 ? "{}" : "{…}");
        break;
    }
    if (!isDeep && kind !== "array" && kind !== "error") this.#fields(value, path, depth);
  }

  #promiseText(promise: object): string {
    const isPlain = getPrototypeOf(promise) === Promise.prototype && ownKeys(promise).every(isOfNode);
    const state = isPlain ? this.#services.stateOfPromise(promise) : "";
    return state === "" ? "Promise" : `Promise, ${state}`;
  }

  #sized(name: string, size: number, path: string): void {
    this.#part(path, size > MOST_ENTRIES ? `${name}(${String(size)}), cut` : `${name}(${String(size)})`);
  }

  #map(map: Map<unknown, unknown>, path: string, depth: number): void {
    const entries = apply(mapEntries, map, []);
    for (let i = 0; i < MOST_ENTRIES; i++) {
      const next = apply(mapNext, entries, []);
      if (next.done === true) return;
      const [key, value] = next.value as [unknown, unknown];
      this.#value(value, `${path}[${this.#key(key, i)}]`, depth + 1);
    }
  }

  /** Values that are no objects are told in one part each, as members. */
  #set(set: Set<unknown>, path: string, depth: number): void {
    const values = apply(setValues, set, []);
    for (let i = 0; i < MOST_ENTRIES; i++) {
      const next = apply(setNext, values, []);
      if (next.done === true) return;
      const isObject = typeof next.value === "object" && next.value !== null;
      if (isObject) this.#value(next.value, `${path}[entry ${String(i)}]`, depth + 1);
      else this.#part(`${path}[${this.#key(next.value, i)}]`, "in it");
    }
  }

  #array(array: object, path: string, depth: number): void {
    const length = Math.min(lengthOfArray(array), MOST_ENTRIES);
    for (let i = 0; i < length; i++) {
      const property = getOwnPropertyDescriptor(array, i);
      if (property !== undefined) this.#property(property, `${path}[${String(i)}]`, depth + 1);
    }
  }

  /** Private fields, the base class first, then all others that are the object's own. */
  #fields(object: object, path: string, depth: number): void {
    for (const prototype of this.#prototypes(object))
      this.#services.privates.read(prototype, object, (name, value) => {
        this.#value(value, joinedPath(path, name), depth + 1);
      });
    const keys = ownKeys(object);
    this.work += keys.length;
    for (let i = 0; i < keys.length && i < MOST_ENTRIES; i++) {
      const key = keys[i] as string | symbol;
      const property = getOwnPropertyDescriptor(object, key);
      if (property !== undefined) this.#property(property, joinedPath(path, key), depth + 1);
    }
    if (keys.length > MOST_ENTRIES) this.#part(joinedPath(path, "…"), `${String(keys.length)} fields, cut`);
  }

  #property(property: PropertyDescriptor, path: string, depth: number): void {
    if ("value" in property) this.#value(property.value, path, depth);
    else this.#part(path, property.set === undefined ? "a getter" : "a getter and setter");
  }

  /** From the base to the object's own. */
  #prototypes(object: object): object[] {
    const found: object[] = [];
    let prototype: unknown = getPrototypeOf(object);
    for (let i = 0; i < MOST_DEPTH && typeof prototype === "object" && prototype !== null; i++) {
      if (prototype === Object.prototype || this.#services.kindOf(prototype) === "proxy") break;
      found.unshift(prototype);
      prototype = getPrototypeOf(prototype);
    }
    return found;
  }

  #key(key: unknown, index: number): string {
    if (typeof key === "string")
      return quotedText(key.length > MOST_KEY ? `${key.slice(0, MOST_KEY)}…` : key);
    const isObject = (typeof key === "object" && key !== null) || typeof key === "function";
    return isObject ? (this.#seen.get(key) ?? `key ${String(index)}`) : primitiveText(key);
  }
}

/** Where somebody in the process follows asynchronous work, Node gives promises fields with these symbols. */
const OF_NODE: ReadonlySet<unknown> = new Set([
  "async_id_symbol",
  "trigger_async_id_symbol",
  "kResourceStore",
]);

function isOfNode(key: string | symbol): boolean {
  return typeof key === "symbol" && OF_NODE.has(key.description);
}

function joinedPath(path: string, key: string | symbol): string {
  if (typeof key === "symbol") return `${path}[${cutText(String(key))}]`;
  const short = key.length > MOST_KEY ? `${key.slice(0, MOST_KEY)}…` : key;
  if (isIdentifier.test(key) || key.startsWith("#") || key === "…")
    return path === "" ? short : `${path}.${short}`;
  return `${path}[${JSON.stringify(short)}]`;
}

function lengthOfArray(array: object): number {
  return getOwnPropertyDescriptor(array, "length")?.value as number;
}

function errorStateText(error: object, name: string): string {
  const message: unknown = getOwnPropertyDescriptor(error, "message")?.value;
  const shown = name === "" ? "Error" : name;
  return cutText(typeof message === "string" && message !== "" ? `${shown}: ${message}` : shown);
}
