import { atTheLimit } from "./probe";

export function attack() {
  const value = { a: [new Map([[1, new Set([2n])]]), new Date(0), -0] };
  atTheLimit("structuredClone", () => structuredClone(value));
  atTheLimit("JSON", () => JSON.parse(JSON.stringify({ a: [1] })));
  atTheLimit("base64", () => atob(btoa("x")));
  atTheLimit("Buffer", () => Buffer.from("x").toString("hex"));
  atTheLimit("TextDecoder", () => new TextDecoder().decode(new TextEncoder().encode("x")));
}
