import { createHash, randomBytes, randomInt, getRandomValues } from "node:crypto";
import { climb, tryOut } from "./probe";

export function attack() {
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => 4 : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), 4),
  });
  class View extends Uint8Array {
    get buffer() {
      return met.push(this), super.buffer;
    }
    static get [Symbol.species]() {
      return spy;
    }
  }
  const values = [spy, new View(4), { length: 4 }, -1, 1e9, NaN, "4", [4], null, undefined, 5n, Symbol("x"), new ArrayBuffer(4)];
  for (const value of values) {
    for (const go of [
      () => randomBytes(value), () => randomInt(value), () => getRandomValues(value), () => createHash(value),
      () => createHash("sha1").update(value), () => createHash("sha1").update("x", value), () => createHash("sha1").update("x").digest(value),
      () => Buffer.from(value), () => Buffer.from("x", value), () => new TextDecoder().decode(value), () => atob(value), () => structuredClone(value),
    ])
      tryOut("a random number, a hash or a text", go);
  }
  for (const value of met) climb(value, "a random number, a hash or a text");
}
