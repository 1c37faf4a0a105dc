/**
 * Messages as text: JSON, with a tag where JSON has no word (undefined, bigint, NaN, Map, Set, Date, bytes).
 *
 * The same code runs on both sides of a realm's border. Most messages are plain JSON and take the fast path.
 */
const { stringify, parse } = JSON;
const { defineProperty, getPrototypeOf, keys, getOwnPropertySymbols, getOwnPropertyNames } = Object;
const isArray = Array.isArray;
/** Objects in objects that a message may have. */
export const MOST_MESSAGE_DEPTH = 100;

/** Turns a value that the codec does not know into a tagged one, or returns undefined. */
export type Packer = (value: object) => Tagged | undefined;
/** Turns a tagged value that the codec does not know back. */
export type Unpacker = (tagged: Tagged) => unknown;

export interface Tagged {
  $: string;
  v?: unknown;
}

/** Makes a text of a value. Throws TypeError that names the part that cannot be copied. */
export function encodeRealmMessage(value: unknown, what: string, pack?: Packer): string {
  if (value === undefined) return "";
  const text: unknown = stringify(isPlainMessage(value, 0) ? value : toTaggedMessage(value, what, 0, pack));
  // A proxy may say one thing when it is looked at and another when it is copied.
  if (typeof text !== "string") throw new TypeError(`${what} changes while it is copied`);
  return text;
}

/** Makes a value of a text. Every object in it is new. */
export function decodeRealmMessage(text: string, unpack?: Unpacker): unknown {
  if (text === "") return undefined;
  const value: unknown = parse(text);
  return text.includes('"$"') ? fromTaggedMessage(value, unpack) : value;
}

function isPlainMessage(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return value - value === 0 && !(value === 0 && 1 / value < 0);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  // Not only among its keys: one that is not enumerable would be called all the same.
  if (depth > MOST_MESSAGE_DEPTH || "toJSON" in value) return false;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlainMessage(value[i], depth + 1)) return false;
    return true;
  }
  if (getPrototypeOf(value) !== Object.prototype) return false;
  if (getOwnPropertySymbols(value).length > 0) return false;
  for (const key of keys(value)) {
    if (key === "$") return false;
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined && !isPlainMessage(part, depth + 1)) return false;
  }
  return true;
}

function toTaggedMessage(value: unknown, path: string, depth: number, pack: Packer | undefined): unknown {
  if (depth > MOST_MESSAGE_DEPTH)
    throw new TypeError(`${path} is nested more than ${String(MOST_MESSAGE_DEPTH)} deep, or contains itself`);
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "undefined":
      return { $: "undefined" };
    case "bigint":
      return { $: "bigint", v: String(value) };
    case "number":
      return isPlainMessage(value, 0)
        ? value
        : { $: "number", v: Object.is(value, -0) ? "-0" : String(value) };
    case "function":
    case "symbol":
      throw new TypeError(`${path} is a ${typeof value}; a message can carry data only`);
    default:
      break;
  }
  if (value === null || typeof value !== "object") return null;
  const packed = pack?.(value);
  if (packed !== undefined) return packed;
  const into = (part: unknown, name: string): unknown =>
    toTaggedMessage(part, `${path}${name}`, depth + 1, pack);
  if (isArray(value)) {
    const list: unknown[] = [];
    for (let i = 0; i < value.length; i++) list.push(into(value[i], `[${String(i)}]`));
    return list;
  }
  if (value instanceof Date) return { $: "Date", v: value.getTime() };
  if (value instanceof Map) {
    return { $: "Map", v: Array.from(value, ([key, part]) => [into(key, ".key"), into(part, ".value")]) };
  }
  if (value instanceof Set) return { $: "Set", v: Array.from(value, (part) => into(part, ".element")) };
  if (value instanceof Uint8Array) return { $: "bytes", v: Array.from(value) };
  return objectToTaggedMessage(value, path, into);
}

function objectToTaggedMessage(
  value: object,
  path: string,
  into: (part: unknown, name: string) => unknown,
): unknown {
  const prototype: unknown = getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    const name = (value.constructor as { name?: unknown } | undefined)?.name;
    if (value instanceof Error) throw new TypeError(`${path} is an Error; send its message`);
    const isData =
      getPrototypeOf(prototype) === Object.prototype && getOwnPropertyNames(prototype).length <= 1;
    if (!isData)
      throw new TypeError(`${path} is an object of class ${String(name)}; send its data as a plain object`);
  }
  if (getOwnPropertySymbols(value).length > 0) throw new TypeError(`${path} has a symbol as a key`);
  const parts: [string, unknown][] = [];
  for (const key of keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) parts.push([key, into(part, `.${key}`)]);
  }
  return { $: "object", v: parts };
}

function fromTaggedMessage(value: unknown, unpack: Unpacker | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  const back = (part: unknown): unknown => fromTaggedMessage(part, unpack);
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = back(value[i]);
    return value;
  }
  if (!("$" in value)) {
    const plain = value as Record<string, unknown>;
    for (const key of keys(plain)) {
      const part = back(plain[key]);
      if (key === "__proto__") defineDecodedProperty(plain, key, part);
      else plain[key] = part;
    }
    return plain;
  }
  const { $: tag, v } = value as Tagged;
  switch (tag) {
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(v as string);
    case "number":
      return Number(v);
    case "Date":
      return new Date(v as number);
    case "Map":
      return new Map((v as [unknown, unknown][]).map(([key, part]) => [back(key), back(part)]));
    case "Set":
      return new Set((v as unknown[]).map(back));
    case "bytes":
      // A number would be taken for a length: a short text from a real network could ask for gigabytes.
      if (!isArray(v)) throw new TypeError("expected a list of bytes");
      return new Uint8Array(v as number[]);
    case "object": {
      const object: Record<string, unknown> = {};
      for (const [key, part] of v as [string, unknown][]) defineDecodedProperty(object, key, back(part));
      return object;
    }
    default:
      return unpack?.(value as Tagged);
  }
}

/** Gives an object a property of its own, whatever its name: assigning to `__proto__` would set the prototype. */
function defineDecodedProperty(object: object, key: string, value: unknown): void {
  defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
