/** Orders are counted in so many runs at most, so that a night's search fits into memory. */
const MOST_RUNS = 1_000_000;

/** How much of a test's orders a search has seen. */
export interface OrdersTally {
  /** Runs whose order is known. */
  readonly runs: number;
  /** Different orders among them. */
  readonly orders: number;
  /** The chance that one more run shows an order not seen yet, as Good and Turing estimate it; from 0 to 1. */
  readonly chanceOfNew: number;
}

/**
 * Counts different orders of messages. The part of all runs whose order was seen exactly once estimates the chance that
 * the next run shows a new one (Good, "The population frequencies of species and the estimation of population
 * parameters", 1953, after Turing).
 */
export class OrdersSeen {
  readonly #once = new Set<number>();
  readonly #more = new Set<number>();
  #runs = 0;

  /** @param fingerprint of the run's order: 16 hex digits; see CausalOrder in labrpc */
  add(fingerprint: string): void {
    if (this.#runs >= MOST_RUNS) return;
    this.#runs += 1;
    // 52 bits of it: a number takes a fraction of a text's room.
    const order = Number.parseInt(fingerprint.slice(3), 16);
    if (this.#more.has(order)) return;
    if (this.#once.delete(order)) this.#more.add(order);
    else this.#once.add(order);
  }

  get tally(): OrdersTally {
    const once = this.#once.size;
    return {
      runs: this.#runs,
      orders: once + this.#more.size,
      chanceOfNew: this.#runs === 0 ? 1 : once / this.#runs,
    };
  }
}
