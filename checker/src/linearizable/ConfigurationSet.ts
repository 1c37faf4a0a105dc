import type { Budget } from "../history/Budget";

const FIRST_ROWS = 1024;
/** What a state's text costs beside its letters, bytes; about what a Map needs for an entry. */
const TEXT_BYTES = 64;

/**
 * Remembers configurations of a search: a position, the set of operations that are ordered beyond it, as bits, and
 * a state. A hash table of rows of whole numbers. Equality is real, so nothing is forgotten and nothing is mixed up.
 */
export class ConfigurationSet {
  readonly #width: number;
  readonly #budget: Budget;
  readonly #states = new Map<string, number>();
  #rows: Int32Array;
  #capacity = FIRST_ROWS;
  #size = 0;
  #bytes = 0;

  /** @param words how many 32-bit words the set of operations has */
  constructor(words: number, budget: Budget) {
    this.#width = words + 2;
    this.#budget = budget;
    this.#rows = this.#table(FIRST_ROWS);
  }

  get size(): number {
    return this.#size;
  }

  has(position: number, operations: Int32Array, state: string): boolean {
    const number = this.#states.get(state);
    return number !== undefined && this.#rows[this.#find(position, operations, number)] !== 0;
  }

  /** False when it was there before. */
  add(position: number, operations: Int32Array, state: string): boolean {
    let number = this.#states.get(state);
    if (number === undefined) {
      this.#keep(2 * state.length + TEXT_BYTES);
      number = this.#states.size;
      this.#states.set(state, number);
    }
    const at = this.#find(position, operations, number);
    if (this.#rows[at] !== 0) return false;
    this.#write(this.#rows, at, position, operations, number);
    if (++this.#size * 2 > this.#capacity) this.#grow();
    return true;
  }

  /** Forgets everything, for good, and gives the memory back. */
  release(): void {
    this.#keep(-this.#bytes);
    this.#states.clear();
    this.#rows = new Int32Array(0);
  }

  #keep(bytes: number): void {
    this.#budget.keep(bytes);
    this.#bytes += bytes;
  }

  #table(capacity: number): Int32Array {
    this.#keep(capacity * this.#width * Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(capacity * this.#width);
  }

  /** The row of a configuration, or the free row where it belongs. A free row starts with 0. */
  #find(position: number, operations: Int32Array, state: number): number {
    let hash = Math.imul(position + 1, 0x9e3779b1) ^ Math.imul(state + 1, 0x85ebca6b);
    for (const word of operations) hash = Math.imul(hash ^ word, 0xc2b2ae35) ^ (hash >>> 15);
    hash ^= hash >>> 13;
    const rows = this.#rows;
    for (let row = hash & (this.#capacity - 1); ; row = (row + 1) & (this.#capacity - 1)) {
      const at = row * this.#width;
      if (rows[at] === 0) return at;
      if (rows[at] === position + 1 && rows[at + 1] === state && sameConfiguration(rows, at + 2, operations))
        return at;
    }
  }

  #write(rows: Int32Array, at: number, position: number, operations: Int32Array, state: number): void {
    rows[at] = position + 1;
    rows[at + 1] = state;
    rows.set(operations, at + 2);
  }

  #grow(): void {
    const [old, width] = [this.#rows, this.#width];
    this.#capacity *= 2;
    this.#rows = this.#table(this.#capacity);
    for (let at = 0; at < old.length; at += width) {
      const position = old[at] ?? 0;
      if (position === 0) continue;
      const operations = old.subarray(at + 2, at + width);
      const state = old[at + 1] ?? 0;
      this.#write(this.#rows, this.#find(position - 1, operations, state), position - 1, operations, state);
    }
    this.#keep(-old.byteLength);
  }
}

function sameConfiguration(rows: Int32Array, at: number, operations: Int32Array): boolean {
  for (let i = 0; i < operations.length; i++) if (rows[at + i] !== operations[i]) return false;
  return true;
}
