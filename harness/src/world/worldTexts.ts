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
 * @param more texts that the lab allows besides, as ""
 */
export function worldTexts(
  world: World,
  name: string,
  count: number,
  more: readonly string[] = [],
): string[] {
  if (!world.has(`awkward ${name}`)) return PLAIN.slice(0, count);
  const pool = [...more, ...AWKWARD_TEXTS];
  const texts = Array.from({ length: count }, (_, i) => {
    const at = world.upTo(`${name}/${String(i)}`, pool.length - 1);
    return pool.splice(at, 1)[0] ?? "";
  });
  world.describe(`${name} ${texts.map((text) => JSON.stringify(shortened(text))).join(", ")}`);
  return texts;
}

function shortened(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 10)}… (${String(text.length)} characters)`;
}
