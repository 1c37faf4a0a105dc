import type { World } from "labrpc/simulation";
import { AWKWARD_TEXTS } from "./AWKWARD_TEXTS";

/** Letters for keys that are nothing special. */
const PLAIN = Array.from("abcdefghijklmnopqrstuvwxyz");

/**
 * Different texts of a world, say for its keys: plain letters, or, where the world is one of awkward texts, some of
 * `AWKWARD_TEXTS`.
 *
 * @param name of the dimensions, as "keys"
 * @param count how many; 26 at most
 * @param more texts that the lab allows besides, as "": each is among them in one world of four
 */
export function worldTexts(
  world: World,
  name: string,
  count: number,
  more: readonly string[] = [],
): string[] {
  const special = more.filter((text) => world.has(`${name} with ${JSON.stringify(text)}`, 0.25));
  const rest = Math.max(0, count - special.length);
  const texts = [...special.slice(0, count), ...usualOrAwkward(world, name, rest, more)];
  if (texts.some((text) => !PLAIN.includes(text)))
    world.describe(`${name} ${texts.map((text) => JSON.stringify(shortened(text))).join(", ")}`);
  return texts;
}

function usualOrAwkward(world: World, name: string, count: number, except: readonly string[]): string[] {
  if (!world.has(`awkward ${name}`)) return PLAIN.slice(0, count);
  const pool = AWKWARD_TEXTS.filter((text) => !except.includes(text));
  return Array.from({ length: count }, (_, i) => {
    const at = world.upTo(`${name}/${String(i)}`, pool.length - 1);
    return pool.splice(at, 1)[0] ?? "";
  });
}

function shortened(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 10)}… (${String(text.length)} characters)`;
}
