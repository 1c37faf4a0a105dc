import { cutText, quotedText } from "./stateText";

/** Names in paths are cut, characters. */
const MOST_KEY = 60;
const isIdentifier = /^[A-Za-z_$][\w$]*$/;

/**
 * A place in the state of a host, and what stood there when it was last read. Most of a state is the same after an event
 * as before it; so that looking at it again is cheap, paths are put together once, and a value that is the same needs no
 * new text.
 */
export class StateNode {
  /** The part as it was told last; undefined: nothing is told of this place itself. */
  text: string | undefined;
  /** What stood here: a value that is no object, or an object. */
  value: unknown;
  /** Of an object, `objectKind`, its prototype and the name of its class. */
  kind = "";
  prototype: unknown;
  className = "";
  /** The number of the reading that told it last, and its place among what that one told. */
  reading = 0;
  place = 0;
  #fields: Map<string | symbol, StateNode> | undefined;
  #entries: Map<unknown, StateNode> | undefined;

  /** @param object the name of the object that was constructed @param path from that to here */
  constructor(
    readonly object: string,
    readonly path: string,
  ) {}

  /** The place of a field, private ones included. */
  field(key: string | symbol): StateNode {
    this.#fields ??= new Map();
    let node = this.#fields.get(key);
    if (node === undefined)
      this.#fields.set(key, (node = new StateNode(this.object, joinedPath(this.path, key))));
    return node;
  }

  /** The place of an entry. @param key whatever tells it from the others @param name how the key is written; asked once */
  entry(key: unknown, name: () => string): StateNode {
    this.#entries ??= new Map();
    let node = this.#entries.get(key);
    if (node === undefined)
      this.#entries.set(key, (node = new StateNode(this.object, `${this.path}[${name()}]`)));
    return node;
  }

  /** Calls back for what a reading did not tell any more, and forgets it. Returns whether there is nothing left. */
  sweep(reading: number, gone: (node: StateNode) => void): boolean {
    if (this.text !== undefined && this.reading !== reading) gone(this);
    let isEmpty = this.text === undefined;
    for (const children of [this.#fields, this.#entries])
      if (children !== undefined)
        for (const [key, child] of children)
          if (child.sweep(reading, gone)) children.delete(key);
          else isEmpty = false;
    return isEmpty;
  }
}

/** The key of a Map as a path has it, when it is a text. */
export function quotedKey(key: string): string {
  return quotedText(cutKey(key));
}

/** The key of a Map by which its place is known: keys that are cut to the same text share it. */
export function placeOfKey(key: string): string {
  return key.length > MOST_KEY ? cutKey(key) : key;
}

function joinedPath(path: string, key: string | symbol): string {
  if (typeof key === "symbol") return `${path}[${cutText(String(key))}]`;
  const short = cutKey(key);
  if (isIdentifier.test(key) || key.startsWith("#") || key === "…")
    return path === "" ? short : `${path}.${short}`;
  return `${path}[${JSON.stringify(short)}]`;
}

function cutKey(key: string): string {
  return key.length > MOST_KEY ? `${key.slice(0, MOST_KEY)}…` : key;
}
