import { builtinMethod } from "./builtinMethod";
import { classNameOf } from "./classNameOf";
import { placeOfKey, quotedKey, StateNode } from "./StateNode";
import { cutText, objectText, primitiveText } from "./stateText";
import type { StateServices } from "./StateServices";

/** So much is read of the state of one host; the rest is left out. */
const MOST_PARTS = 1_500;
/** So many entries of one Map, Set, array or object. */
const MOST_ENTRIES = 100;
/** So deep. */
const MOST_DEPTH = 8;

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply, ownKeys } = Reflect;
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

/** Called for each part of the state that has changed: the object that it belongs to, its path, its text; null for none. */
export type TakePart = (object: string, path: string, text: string | null) => void;

/**
 * Reads the state of the objects of one host, down to single values, again and again, and tells what has changed since the
 * last time: first what is new or another, as it stands, then what is gone. No code of the student's runs: fields are
 * read as they stand, a getter is told as one, a proxy is not looked into, and Maps, Sets and dates are asked by the
 * built-ins themselves, which are frozen. What comes twice, as in a circle, is told the second time by the path of the
 * first.
 */
export class StateReader {
  readonly #services: StateServices;
  readonly #roots = new Map<string, StateNode>();
  #reading = 0;
  /** Parts that are told, as of the last reading and of this one. */
  #known = 0;
  #told = 0;
  #work = 0;
  #parts = 0;
  #take: TakePart = () => undefined;
  #seen = new Map<object, string>();

  constructor(services: StateServices) {
    this.#services = services;
  }

  /** Returns how much it had to look at. */
  read(roots: readonly StateRoot[], take: TakePart): number {
    this.#take = take;
    this.#reading += 1;
    this.#told = 0;
    this.#work = 0;
    this.#parts = 0;
    this.#seen = new Map();
    // An object that has a name is told by that elsewhere.
    for (const { name, object } of roots) this.#seen.set(object, name);
    for (const { name, object } of roots) this.#root(name, object);
    if (this.#told < this.#known) this.#tellGone();
    return this.#work;
  }

  #root(name: string, object: object): void {
    let node = this.#roots.get(name);
    if (node === undefined) this.#roots.set(name, (node = new StateNode(name, "")));
    if (this.#services.kindOf(object) === "proxy") this.#part(node, "Proxy", node);
    else this.#fields(object, node, 0, node);
  }

  #part(node: StateNode, text: string, root: StateNode): void {
    this.#parts += 1;
    this.#work += 1;
    if (this.#parts === MOST_PARTS) this.#tell(root.field("…"), "more than is shown");
    if (this.#parts < MOST_PARTS) this.#tell(node, text);
  }

  #tell(node: StateNode, text: string): void {
    if (node.reading !== this.#reading) {
      node.reading = this.#reading;
      node.place = this.#told;
      this.#told += 1;
    }
    if (node.text === text) return;
    if (node.text === undefined) this.#known += 1;
    node.text = text;
    this.#take(node.object, node.path, text);
  }

  /** In the order in which they stood. */
  #tellGone(): void {
    const gone: StateNode[] = [];
    for (const root of this.#roots.values())
      root.sweep(this.#reading, (node) => {
        gone.push(node);
        node.text = undefined;
      });
    gone.sort((a, b) => a.place - b.place);
    for (const { object, path } of gone) this.#take(object, path, null);
    this.#known -= gone.length;
  }

  #value(value: unknown, node: StateNode, depth: number, root: StateNode): void {
    if ((typeof value !== "object" || value === null) && typeof value !== "function") {
      const isSame = node.text !== undefined && node.kind === "" && Object.is(node.value, value);
      const text = isSame ? (node.text as string) : primitiveText(value);
      node.kind = "";
      node.value = value;
      this.#part(node, text, root);
      return;
    }
    const known = this.#seen.get(value);
    if (known !== undefined) {
      forget(node);
      this.#part(node, `the same as ${known}`, root);
      return;
    }
    const isSame = this.#meet(value, node);
    const { kind, className: name } = node;
    const end = this.#services.nameOfEnd(value);
    const text =
      kind === "promise"
        ? this.#promiseText(value, isSame && node.text === SETTLED)
        : end === ""
          ? objectText(value, kind)
          : `ClientEnd ${end}`;
    if (text !== undefined) {
      this.#part(node, text, root);
      return;
    }
    this.#seen.set(value, node.path);
    const isDeep = depth >= MOST_DEPTH || this.#parts >= MOST_PARTS;
    switch (kind) {
      case "map":
        this.#part(node, sizedText(name === "" ? "Map" : name, apply(mapSize, value, [])), root);
        if (!isDeep) this.#map(value as Map<unknown, unknown>, node, depth, root);
        break;
      case "set":
        this.#part(node, sizedText(name === "" ? "Set" : name, apply(setSize, value, [])), root);
        if (!isDeep) this.#set(value as Set<unknown>, node, depth, root);
        break;
      case "array":
        this.#part(node, sizedText(name === "" ? "Array" : name, lengthOfArray(value)), root);
        if (!isDeep) this.#array(value, node, depth, root);
        break;
      case "error":
        this.#part(node, errorStateText(value, name), root);
        break;
      case "weak":
        this.#part(node, name === "" ? "WeakMap" : name, root);
        break;
      default:
        this.#part(node, name !== "" ? name : ownKeys(value).length === 0 ? "{}" : "{…}", root);
        break;
    }
    if (!isDeep && kind !== "array" && kind !== "error") this.#fields(value, node, depth, root);
  }

  /** Returns whether it is the object that stood here before. What one is never changes, its class with its prototype. */
  #meet(value: object, node: StateNode): boolean {
    const isSame = node.value === value;
    if (!isSame) {
      node.value = value;
      node.kind = this.#services.kindOf(value);
      node.prototype = undefined;
    }
    if (node.kind === "proxy" || node.kind === "function") return isSame;
    const prototype: unknown = getPrototypeOf(value);
    if (node.prototype === prototype && prototype !== null) return isSame;
    node.prototype = prototype;
    node.className = classNameOf(value, this.#services.kindOf);
    return isSame;
  }

  /** One that is settled stays so; to ask takes a while. */
  #promiseText(promise: object, isSettled: boolean): string {
    const isPlain = getPrototypeOf(promise) === Promise.prototype && ownKeys(promise).every(isOfNode);
    const state = !isPlain ? "" : isSettled ? "settled" : this.#services.stateOfPromise(promise);
    return state === "" ? "Promise" : `Promise, ${state}`;
  }

  #map(map: Map<unknown, unknown>, node: StateNode, depth: number, root: StateNode): void {
    const entries = apply(mapEntries, map, []);
    for (let i = 0; i < MOST_ENTRIES; i++) {
      const next = apply(mapNext, entries, []);
      if (next.done === true) return;
      const [key, value] = next.value as [unknown, unknown];
      this.#value(value, this.#entry(node, key, i), depth + 1, root);
    }
  }

  /** Values that are no objects are told in one part each, as members. */
  #set(set: Set<unknown>, node: StateNode, depth: number, root: StateNode): void {
    const values = apply(setValues, set, []);
    for (let i = 0; i < MOST_ENTRIES; i++) {
      const next = apply(setNext, values, []);
      if (next.done === true) return;
      const isObject = typeof next.value === "object" && next.value !== null;
      if (isObject) this.#value(next.value, namedEntry(node, `entry ${String(i)}`), depth + 1, root);
      else this.#part(forget(this.#entry(node, next.value, i)), "in it", root);
    }
  }

  #array(array: object, node: StateNode, depth: number, root: StateNode): void {
    const length = Math.min(lengthOfArray(array), MOST_ENTRIES);
    for (let i = 0; i < length; i++) {
      const property = getOwnPropertyDescriptor(array, i);
      if (property !== undefined)
        this.#property(
          property,
          node.entry(i, () => String(i)),
          depth + 1,
          root,
        );
    }
  }

  /** Private fields, the base class first, then all others that are the object's own. */
  #fields(object: object, node: StateNode, depth: number, root: StateNode): void {
    for (const prototype of this.#prototypes(object))
      this.#services.privates.read(prototype, object, (name, value) => {
        this.#value(value, node.field(name), depth + 1, root);
      });
    const keys = ownKeys(object);
    this.#work += keys.length;
    for (let i = 0; i < keys.length && i < MOST_ENTRIES; i++) {
      const key = keys[i] as string | symbol;
      const property = getOwnPropertyDescriptor(object, key);
      if (property !== undefined) this.#property(property, node.field(key), depth + 1, root);
    }
    if (keys.length > MOST_ENTRIES)
      this.#part(forget(node.field("…")), `${String(keys.length)} fields, cut`, root);
  }

  #property(property: PropertyDescriptor, node: StateNode, depth: number, root: StateNode): void {
    if ("value" in property) this.#value(property.value, node, depth, root);
    else this.#part(forget(node), property.set === undefined ? "a getter" : "a getter and setter", root);
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

  /** The place of an entry of a Map or Set, by its key. */
  #entry(node: StateNode, key: unknown, index: number): StateNode {
    if (typeof key === "string") return node.entry(placeOfKey(key), () => quotedKey(key));
    const isObject = (typeof key === "object" && key !== null) || typeof key === "function";
    return isObject
      ? namedEntry(node, this.#seen.get(key) ?? `key ${String(index)}`)
      : node.entry(key, () => primitiveText(key));
  }
}

const SETTLED = "Promise, settled";

/** An entry that has a name of ours, which no key of a student's can be. */
function namedEntry(node: StateNode, name: string): StateNode {
  return node.entry(`\0${name}`, () => name);
}

/** What stood at this place says nothing of what stands there now. */
function forget(node: StateNode): StateNode {
  node.value = undefined;
  node.kind = "none";
  return node;
}

function sizedText(name: string, size: number): string {
  return size > MOST_ENTRIES ? `${name}(${String(size)}), cut` : `${name}(${String(size)})`;
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

function lengthOfArray(array: object): number {
  return getOwnPropertyDescriptor(array, "length")?.value as number;
}

function errorStateText(error: object, name: string): string {
  const message: unknown = getOwnPropertyDescriptor(error, "message")?.value;
  const shown = name === "" ? "Error" : name;
  return cutText(typeof message === "string" && message !== "" ? `${shown}: ${message}` : shown);
}
