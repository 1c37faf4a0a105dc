import { AWKWARD_TEXTS, worldTexts } from "harness";
import type { World } from "labrpc/simulation";
import type { Limits } from "../../../types";

/** Limits of the real system, and their edges: "other numbers in some tests". */
const KEY_LENGTHS = [1_024, 20, 2, 1] as const;
const VALUE_LENGTHS = [65_536, 50, 1, 0] as const;
/** Two bytes in UTF-8, one character as in `text.length`. */
const TWO_BYTES = "\u0436";

/** Texts that a world writes, all within its limits. */
export interface QuorumEntries {
  readonly limits: Limits;
  /** All different. */
  readonly keys: readonly string[];
  readonly valueOf: (name: string) => string;
}

/** "A key has 1 to `limits.keyLength` characters", "a value at most `limits.valueLength`, and may be empty." */
export function quorumEntries(world: World, count: number): QuorumEntries {
  const limits = world.has("small limits", 0.4)
    ? {
        keyLength: world.pick("key length", KEY_LENGTHS),
        valueLength: world.pick("value length", VALUE_LENGTHS),
      }
    : { keyLength: KEY_LENGTHS[0], valueLength: VALUE_LENGTHS[0] };
  const { keyLength, valueLength } = limits;
  const areLong = world.has("longest keys", 0.2);
  const texts = worldTexts(world, "keys", count);
  // Where an awkward text is too long, a letter takes its place.
  const letters = Array.from({ length: count }, (_, i) => String.fromCharCode(0x3b1 + i));
  const keys = texts.map((text, i) => {
    const key = text.length <= keyLength ? text : (letters[i] ?? "k");
    return areLong ? key.padEnd(keyLength, TWO_BYTES) : key;
  });
  return {
    limits,
    keys: new Set(keys).size === count ? keys : letters,
    valueOf: (name) => {
      const kind = world.pick(`${name} value`, ["plain", "plain", "empty", "awkward", "longest"]);
      if (kind === "empty") return "";
      if (kind === "longest") return TWO_BYTES.repeat(Math.min(valueLength, 5_000));
      const text = kind === "awkward" ? world.pick(`${name} text`, AWKWARD_TEXTS) : `value of ${name}`;
      return text.slice(0, valueLength);
    },
  };
}
