import { mixHashes, uniformFromHash } from "../../realm/globals/uniformFromHash";

export { mixHashes, uniformFromHash };

/**
 * Random numbers that depend on a seed and a label, and on nothing else.
 *
 * A stream is a counter and a hash: the nth number is hash(seed, label, n). Two streams never influence each
 * other, so one more `Math.random()` in a client does not change which messages are lost.
 */

/** A 32-bit hash of a text (FNV-1a), started from `from`. */
export function hashText(text: string, from = 0x811c9dc5): number {
  let hash = from | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

export class RandomStream {
  readonly #hash: number;
  #count = 0;

  constructor(seed: number, label: string) {
    this.#hash = RandomStream.hashOf(seed, label);
  }

  /** A stream from its beginning, as one number: who has it can draw the stream's numbers by `uniformFromHash`. */
  static hashOf(seed: number, label: string): number {
    return mixHashes(hashText(label), hashText(String(seed)));
  }

  /** From 0 (included) to 1 (not included). */
  next(): number {
    return uniformFromHash(this.#hash, this.#count++);
  }

  /** A whole number from 0 to `n` − 1. */
  int(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** From `low` (included) to `high` (not included). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p;
  }

  /** One element. Throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.int(list.length)];
    if (list.length === 0)
      throw new RangeError("expected a list with at least one element, got an empty one");
    return picked as T;
  }

  /** A new list with the same elements in a random order (Fisher–Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  }
}
