import { builtinMethod } from "./builtinMethod";
import { Timeout } from "../globals/timers";

/** Longer texts are cut, characters. */
const MOST_TEXT = 160;
/** So many bytes of a typed array are shown. */
const MOST_BYTES = 16;

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply } = Reflect;
const dateText = builtinMethod(Date.prototype, "toISOString") as () => string;
const dateTime = builtinMethod(Date.prototype, "getTime") as () => number;
const regExpText = builtinMethod(RegExp.prototype, "source") as () => string;
const typedArray = getPrototypeOf(Uint8Array.prototype) as object;
const bytesLength = builtinMethod(typedArray, "byteLength") as () => number;
const bytesBuffer = builtinMethod(typedArray, "buffer") as () => ArrayBuffer;
const bytesOffset = builtinMethod(typedArray, "byteOffset") as () => number;

/** A value that is no object, as it is written in code; cut when it is long. */
export function primitiveText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quotedText(value);
    case "bigint":
      return cutText(`${String(value)}n`);
    case "symbol":
      return cutText(String(value));
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    default:
      return String(value);
  }
}

/** A text in quotes. */
export function quotedText(text: string): string {
  return text.length <= MOST_TEXT
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, MOST_TEXT))}… (${String(text.length)} characters)`;
}

export function cutText(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}

/**
 * An object that is told in a word, and not taken apart; undefined for others. No code of the object's runs.
 *
 * @param kind see `objectKind`
 */
export function objectText(value: object, kind: string): string | undefined {
  switch (kind) {
    case "proxy":
      return "Proxy";
    case "function":
      return functionText(value);
    case "date":
      return Number.isNaN(apply(dateTime, value, [])) ? "Invalid Date" : apply(dateText, value, []);
    case "regexp":
      return cutText(`/${apply(regExpText, value, [])}/`);
    case "bytes":
      return bytesText(value);
    default:
      break;
  }
  return getPrototypeOf(value) === Timeout.prototype ? "Timeout" : undefined;
}

function functionText(value: object): string {
  const name: unknown = getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" && name !== "" ? cutText(`function ${name}`) : "function";
}

/** Of what is no typed array, such as a DataView, the word alone. */
function bytesText(value: object): string {
  try {
    const length = apply(bytesLength, value, []);
    const shown = new Uint8Array(
      apply(bytesBuffer, value, []),
      apply(bytesOffset, value, []),
      Math.min(length, MOST_BYTES),
    );
    return `bytes(${String(length)}) ${shown.join(" ")}${length > MOST_BYTES ? " …" : ""}`;
  } catch {
    return "bytes";
  }
}
