import { climb, escaped } from "./probe";

export async function attack({ side, ends }) {
  const evil = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
  if (side === "server") return evil;
  const error = Object.assign(new Error("x"), { ok: true });
  Object.defineProperty(error, "__proto__", { value: { polluted: true, then: 1 }, enumerable: true });
  Object.defineProperty(error, "constructor", { value: { prototype: { polluted: true } }, enumerable: true });
  climb(structuredClone(evil), "a copy");
  climb(await ends[0].call("get", evil), "a reply");
  if ({}.polluted === true) escaped("objects inherit what a message said");
  throw error;
}
