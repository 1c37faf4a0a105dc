import type { Budget } from "../history/Budget";

/** A transitive relation between things 0 to size - 1: a row of bits for each. */
export class Relation {
  readonly size: number;
  readonly #words: number;
  readonly #rows: Int32Array;
  readonly #budget: Budget;

  constructor(size: number, budget: Budget, rows?: Int32Array) {
    this.size = size;
    this.#words = Math.ceil(size / 32);
    budget.keep(size * this.#words * Int32Array.BYTES_PER_ELEMENT);
    this.#rows = rows ?? new Int32Array(size * this.#words);
    this.#budget = budget;
  }

  has(from: number, to: number): boolean {
    return ((this.#rows[from * this.#words + (to >> 5)] as number) & (1 << (to & 31))) !== 0;
  }

  /** Adds a pair and all that follow from it. False when it was there. */
  add(from: number, to: number): boolean {
    if (this.has(from, to)) return false;
    for (let i = 0; i < this.size; i++) {
      if (i !== from && !this.has(i, from)) continue;
      this.#budget.step();
      const row = i * this.#words;
      for (let word = 0; word < this.#words; word++) {
        this.#rows[row + word] =
          (this.#rows[row + word] as number) | (this.#rows[to * this.#words + word] as number);
      }
      this.#rows[row + (to >> 5)] = (this.#rows[row + (to >> 5)] as number) | (1 << (to & 31));
    }
    return true;
  }

  copy(): Relation {
    return new Relation(this.size, this.#budget, this.#rows.slice());
  }

  /** Gives its memory back to the budget. */
  drop(): void {
    this.#budget.keep(-this.#rows.byteLength);
  }
}
