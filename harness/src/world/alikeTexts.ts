import type { World } from "labrpc/simulation";
import { worldTexts } from "./worldTexts";

/**
 * Pairs that programs take for one another: by case, blanks, normal forms, their beginnings, as numbers, when they are
 * joined or cleaned.
 */
const ALIKE: readonly (readonly [string, string])[] = [
  ["a", "A"],
  ["a", "a "],
  ["a", " a"],
  ["\u00e4", "a\u0308"],
  ["x".repeat(300), `${"x".repeat(300)}y`],
  ["1", "01"],
  ["1", "1.0"],
  ["9007199254740992", "9007199254740993"],
  ["", "null"],
  ["", "undefined"],
  ["a/b", "a_b"],
  ["a", "a\u0000b"],
  ["a", "lock:a"],
  ["i", "\u0130"],
  ["\ud83d", "\ude00"],
];

/** Like `worldTexts`; but in some worlds the first two are texts that a program might take for one another. */
export function alikeTexts(
  world: World,
  name: string,
  count: number,
  more: readonly string[] = [],
): string[] {
  if (count < 2 || !world.has(`${name} are alike`, 0.4)) return worldTexts(world, name, count, more);
  // The empty text is only where the lab allows it.
  const pairs = ALIKE.filter((pair) => more.includes("") || !pair.includes(""));
  const alike = world.pick(`which ${name}`, pairs);
  world.describe(`${name} ${alike.map((text) => JSON.stringify(text.slice(0, 20))).join(" and ")}`);
  const others = worldTexts(world, `other ${name}`, count, more).filter((text) => !alike.includes(text));
  return [...alike, ...others].slice(0, count);
}
