/**
 * The language as every host has it, on every version of Node: the global names, and what stands on each built-in
 * object ("@@iterator" for Symbol.iterator). It is what Node 20.19 has, the oldest that the kit supports, less what
 * cannot be replayed or shares memory. What a newer Node adds is taken away (`pruneBuiltins`), so that a program gets
 * the same verdict everywhere, and a new clock or a new way out of the realm is not there until somebody puts it here.
 *
 * A function's own `length`, `name` and `prototype` are not listed. `Math.random` is each host's own, and stands nowhere else.
 */
export const GLOBALS =
  "globalThis Infinity NaN undefined " +
  "Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Map Set WeakMap WeakSet Proxy Reflect " +
  "JSON Math Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError " +
  "ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array " +
  "Uint8ClampedArray BigUint64Array BigInt64Array " +
  "parseFloat parseInt isFinite isNaN decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval";

/** What the kit adds to the global object, as Node does: see `prepareGlobal`. */
export const ADDED_GLOBALS =
  "TextEncoder TextDecoder btoa atob AbortController Event EventTarget structuredClone Buffer";

const TYPED_ARRAYS =
  "Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray " +
  "BigUint64Array BigInt64Array";
const ERRORS = "AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError";

/**
 * Properties by object. Names between % are the specification's, for objects that no global name leads to. A function,
 * since a realm seldom asks.
 */
export const builtins = (): Readonly<Record<string, string>> => ({
  Object:
    "assign getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols " +
    "hasOwn is preventExtensions seal create defineProperties defineProperty freeze getPrototypeOf " +
    "setPrototypeOf isExtensible isFrozen isSealed keys entries fromEntries values",
  "Object.prototype":
    "constructor __defineGetter__ __defineSetter__ hasOwnProperty __lookupGetter__ __lookupSetter__ " +
    "isPrototypeOf propertyIsEnumerable toString valueOf __proto__ toLocaleString",
  "Function.prototype": "arguments caller constructor apply bind call toString @@hasInstance",
  Array: "isArray from of @@species",
  "Array.prototype":
    "length constructor at concat copyWithin fill find findIndex findLast findLastIndex lastIndexOf pop " +
    "push reverse shift unshift slice sort splice includes indexOf join keys entries values forEach " +
    "filter flat flatMap map every some reduce reduceRight toLocaleString toString toReversed toSorted " +
    "toSpliced with @@iterator @@unscopables",
  "Array.prototype.@@unscopables":
    "at copyWithin entries fill find findIndex findLast findLastIndex flat flatMap includes keys values " +
    "toReversed toSorted toSpliced",
  Number:
    "isFinite isInteger isNaN isSafeInteger parseFloat parseInt MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY " +
    "POSITIVE_INFINITY MAX_SAFE_INTEGER MIN_SAFE_INTEGER EPSILON",
  "Number.prototype": "constructor toExponential toFixed toPrecision toString valueOf toLocaleString",
  "Boolean.prototype": "constructor toString valueOf",
  String: "fromCharCode fromCodePoint raw",
  "String.prototype":
    "length constructor anchor at big blink bold charAt charCodeAt codePointAt concat endsWith fontcolor " +
    "fontsize fixed includes indexOf isWellFormed italics lastIndexOf link localeCompare match matchAll " +
    "normalize padEnd padStart repeat replace replaceAll search slice small split strike sub substr " +
    "substring sup startsWith toString toWellFormed trim trimStart trimLeft trimEnd trimRight " +
    "toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase valueOf @@iterator",
  Symbol:
    "for keyFor asyncIterator hasInstance isConcatSpreadable iterator match matchAll replace search " +
    "species split toPrimitive toStringTag unscopables dispose asyncDispose",
  "Symbol.prototype": "constructor toString valueOf description @@toStringTag @@toPrimitive",
  Date: "now parse UTC",
  "Date.prototype":
    "constructor toString toDateString toTimeString toISOString toUTCString toGMTString getDate setDate " +
    "getDay getFullYear setFullYear getHours setHours getMilliseconds setMilliseconds getMinutes " +
    "setMinutes getMonth setMonth getSeconds setSeconds getTime setTime getTimezoneOffset getUTCDate " +
    "setUTCDate getUTCDay getUTCFullYear setUTCFullYear getUTCHours setUTCHours getUTCMilliseconds " +
    "setUTCMilliseconds getUTCMinutes setUTCMinutes getUTCMonth setUTCMonth getUTCSeconds setUTCSeconds " +
    "valueOf getYear setYear toJSON toLocaleString toLocaleDateString toLocaleTimeString @@toPrimitive",
  Promise: "all allSettled any race resolve reject @@species",
  "Promise.prototype": "constructor then catch finally @@toStringTag",
  RegExp: "@@species",
  "RegExp.prototype":
    "constructor exec dotAll flags global hasIndices ignoreCase multiline source sticky unicode compile " +
    "toString test unicodeSets @@match @@matchAll @@replace @@search @@split",
  Error: "captureStackTrace stackTraceLimit prepareStackTrace",
  "Error.prototype": "constructor name message toString",
  JSON: "parse stringify @@toStringTag",
  Math:
    "abs acos acosh asin asinh atan atanh atan2 ceil cbrt expm1 clz32 cos cosh exp floor fround hypot " +
    "imul log log1p log2 log10 max min pow round sign sin sinh sqrt tan tanh trunc E LN10 LN2 " +
    "LOG10E LOG2E PI SQRT1_2 SQRT2 @@toStringTag",
  ArrayBuffer: "isView @@species",
  "ArrayBuffer.prototype": "constructor byteLength slice maxByteLength resizable resize @@toStringTag",
  "%TypedArray%.prototype":
    "constructor buffer byteLength byteOffset length entries keys values at copyWithin every fill filter " +
    "find findIndex findLast findLastIndex forEach includes indexOf join lastIndexOf map reverse reduce " +
    "reduceRight set slice some sort subarray toLocaleString toString toReversed toSorted with " +
    "@@toStringTag @@iterator",
  "%TypedArray%": "of from @@species",
  "DataView.prototype":
    "constructor buffer byteLength byteOffset getInt8 setInt8 getUint8 setUint8 getInt16 setInt16 " +
    "getUint16 setUint16 getInt32 setInt32 getUint32 setUint32 getFloat32 setFloat32 getFloat64 " +
    "setFloat64 getBigInt64 setBigInt64 getBigUint64 setBigUint64 @@toStringTag",
  Map: "@@species",
  "Map.prototype":
    "constructor get set has delete clear entries forEach keys size values @@toStringTag @@iterator",
  BigInt: "asUintN asIntN",
  "BigInt.prototype": "constructor toLocaleString toString valueOf @@toStringTag",
  Set: "@@species",
  "Set.prototype":
    "constructor has add delete clear entries forEach size values keys @@toStringTag @@iterator",
  "WeakMap.prototype": "constructor delete get set has @@toStringTag",
  "WeakSet.prototype": "constructor delete has add @@toStringTag",
  Proxy: "revocable",
  Reflect:
    "defineProperty deleteProperty apply construct get getOwnPropertyDescriptor getPrototypeOf has " +
    "isExtensible ownKeys preventExtensions set setPrototypeOf @@toStringTag",
  "%GeneratorFunction.prototype%": "prototype constructor @@toStringTag",
  "%GeneratorPrototype%": "constructor next return throw @@toStringTag",
  "%IteratorPrototype%": "@@iterator",
  "%AsyncGeneratorFunction.prototype%": "prototype constructor @@toStringTag",
  "%AsyncGeneratorPrototype%": "constructor next return throw @@toStringTag",
  "%AsyncIteratorPrototype%": "@@asyncIterator",
  "%AsyncFunction.prototype%": "constructor @@toStringTag",
  "%ArrayIteratorPrototype%": "next @@toStringTag",
  "%MapIteratorPrototype%": "next @@toStringTag",
  "%SetIteratorPrototype%": "next @@toStringTag",
  "%StringIteratorPrototype%": "next @@toStringTag",
  "%RegExpStringIteratorPrototype%": "next @@toStringTag",
  ...forEachBuiltin(TYPED_ARRAYS, (name) => ({
    [name]: "BYTES_PER_ELEMENT",
    [`${name}.prototype`]: "constructor BYTES_PER_ELEMENT",
  })),
  ...forEachBuiltin(ERRORS, (name) => ({ [`${name}.prototype`]: "constructor name message" })),
});

function forEachBuiltin(names: string, of: (name: string) => Record<string, string>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of names.split(" ")) Object.assign(all, of(name));
  return all;
}
