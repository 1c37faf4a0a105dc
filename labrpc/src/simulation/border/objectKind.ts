import { types } from "node:util";

/** What an object is. */
type ObjectKind =
  | "proxy"
  | "array"
  | "map"
  | "set"
  | "promise"
  | "date"
  | "regexp"
  | "error"
  | "bytes"
  | "weak"
  | "function"
  | "object";

/**
 * What an object is, whatever it says of itself: by its inner slots. No code of the object's runs, and nothing but a word
 * comes back. The realm itself cannot tell a proxy from its target.
 */
export function objectKind(value: object): ObjectKind {
  if (types.isProxy(value)) return "proxy";
  if (typeof value === "function") return "function";
  if (Array.isArray(value)) return "array";
  if (types.isMap(value)) return "map";
  if (types.isSet(value)) return "set";
  if (types.isPromise(value)) return "promise";
  if (types.isDate(value)) return "date";
  if (types.isRegExp(value)) return "regexp";
  if (types.isNativeError(value)) return "error";
  if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) return "bytes";
  return types.isWeakMap(value) || types.isWeakSet(value) ? "weak" : "object";
}
