/** A sequence of numbers that its seed fixes (Mulberry32). For histories that can be made again; no source of secrets. */
export class SeededNumbers {
  #state: number;

  /** @param seed a whole number; its lowest 32 bits count */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to, not including, 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.share() * end);
  }

  /** True in this share of the cases. */
  happens(share: number): boolean {
    return this.share() < share;
  }

  /** One of several, each as likely. Throws RangeError when there is none. */
  oneOf<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("expected at least one item, got none");
    return items[this.below(items.length)] as Item;
  }
}
