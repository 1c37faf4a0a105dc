import { mixHashes } from "./RandomStream";

/**
 * Another course of a run from a moment on, as plain data. What the network does to messages is drawn anew; the test and
 * its clients do what they would have done, and what they draw stays as it is.
 */
export interface OtherLuck {
  /** So many events of the trace are as ever; 0: none are. */
  readonly after: number;
  /** A whole number; each stands for another course. */
  readonly seed: number;
}

/** Says whether the run's luck has turned, and what it draws from then on. */
export class Luck {
  readonly #other: OtherLuck | undefined;
  readonly #events: () => number;

  /** @param events how many events the trace has so far */
  constructor(other: OtherLuck | undefined, events: () => number) {
    this.#other = other;
    this.#events = events;
  }

  get hasTurned(): boolean {
    return this.#other !== undefined && this.#events() >= this.#other.after;
  }

  /** What random numbers are drawn from in the place of this hash. */
  of(hash: number): number {
    return this.#other === undefined || !this.hasTurned ? hash : mixHashes(hash, this.#other.seed);
  }
}

/** The luck of a run that nobody rewinds. */
export const OWN_LUCK = new Luck(undefined, () => 0);
