import { worldTexts } from "harness";
import type { World } from "labrpc/simulation";

/**
 * Keys that are nothing special, awkward texts, or some that programs take for others: names that every object has, and
 * texts that look alike. "Keys and values are strings, such as __proto__, and stay as they are."
 */
export function storeKeys(world: World): string[] {
  const count = world.between("number of keys", 1, 3);
  if (!world.has("keys taken for others", 0.25)) return worldTexts(world, "keys", count);
  const alike = world.pick("which keys", ALIKE);
  const first = world.upTo("first key", alike.length - 1);
  const keys = [...alike, ...alike].slice(first, first + count);
  world.describe(`keys ${keys.map((key) => JSON.stringify(key)).join(", ")}`);
  return keys;
}

const ALIKE = [
  ["__proto__", "constructor", "toString", "hasOwnProperty", "size"],
  ["\u00e4", "a\u0308", "a", "A", "a ", " a"],
] as const;
