import type { Limits } from "../../../types";

/** Requests to store something that are no such, for a node with these limits: what is wrong, and the body. */
export function badBodies({ keyLength, valueLength }: Limits): (readonly [string, object | string])[] {
  return [
    ["no value", { key: "k" }],
    ["no key", { value: "" }],
    ["an empty key", { key: "", value: "" }],
    ["null as a key", { key: null, value: "" }],
    ["a number as a key", { key: 1, value: "" }],
    ["a list as a key", { key: ["k"], value: "" }],
    ["null as a value", { key: "k", value: null }],
    ["a number as a value", { key: "k", value: 0 }],
    ["a boolean as a value", { key: "k", value: false }],
    ["a list as a value", { key: "k", value: [] }],
    ["an object as a value", { key: "k", value: { length: 0 } }],
    ["a key that is too long", { key: "k".repeat(keyLength + 1), value: "" }],
    ["a value that is too long", { key: "k", value: "v".repeat(valueLength + 1) }],
    // Each of these counts two, as in text.length.
    ["a key of emoji that is too long", { key: "\u{1f600}".repeat(keyLength / 2 + 1), value: "" }],
    ["a value of emoji that is too long", { key: "k", value: "\u{1f600}".repeat(valueLength / 2 + 1) }],
    ["a body that is a list", "[]"],
    ["a body that is not JSON", '{"key": "k", "value": '],
  ];
}

/** Those of them that reach a node: "The kit itself refuses anything that is not a JSON object." */
export function badObjects(limits: Limits): (readonly [string, object])[] {
  return badBodies(limits).flatMap(([what, body]) =>
    typeof body === "object" ? [[what, body] as const] : [],
  );
}
