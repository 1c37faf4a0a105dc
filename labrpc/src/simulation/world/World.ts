import { hashText, mixHashes, uniformFromHash } from "../clock/RandomStream";

/**
 * What a generated test draws from its seed: how many servers, which keys, who is cut off and when. Every draw is a
 * *dimension*: it has a name, and its number is 0 for the simplest world. So a failing world is made smaller by lowering
 * one number after the other, and it stays a world that the generator could have made.
 *
 * - A number belongs to the seed and the dimension's name alone: what is drawn elsewhere does not change it.
 * - In a planned run the plan's numbers count, and the seed's where it says nothing.
 */
export class World {
  readonly #hash: number;
  readonly #planned: Readonly<Record<string, number>>;
  readonly #drawn = new Map<string, number>();
  readonly #features: string[] = [];

  /** @param planned numbers by name, as in FaultPlan.dimensions */
  constructor(seed: number, planned: Readonly<Record<string, number>> = {}) {
    this.#hash = mixHashes(hashText("world"), seed);
    this.#planned = planned;
  }

  /** What was drawn, by name, in the order in which it came up. */
  get drawn(): ReadonlyMap<string, number> {
    return this.#drawn;
  }

  /** What the world is like, in words for a report. */
  get features(): readonly string[] {
    return this.#features;
  }

  /**
   * A whole number from 0, the simplest, to `most`. The same name gives the same number, whatever is drawn before.
   * Throws RangeError unless `most` is a whole number from 0.
   */
  upTo(name: string, most: number): number {
    if (!Number.isSafeInteger(most) || most < 0)
      throw new RangeError(`${name}: expected a whole number from 0, got ${String(most)}`);
    return this.#draw(name, most, (unit) => Math.floor(unit * (most + 1)));
  }

  /** A whole number from `least`, the simplest, to `most`. */
  between(name: string, least: number, most: number): number {
    return least + this.upTo(name, most - least);
  }

  /** An element of a list whose first element is the simplest. Throws RangeError for an empty list. */
  pick<T>(name: string, list: readonly T[]): T {
    if (list.length === 0)
      throw new RangeError(`${name}: expected a list with at least one element, got an empty one`);
    return list[this.upTo(name, list.length - 1)] as T;
  }

  /** Whether something is there; without it the world is simpler. @param chance from 0 to 1 */
  has(name: string, chance = 0.5): boolean {
    return this.#draw(name, 1, (unit) => (unit < chance ? 1 : 0)) === 1;
  }

  /** Says what the world is like, for the report of a failure: "3 servers, 2 replicas". */
  describe(feature: string): void {
    this.#features.push(feature);
  }

  #draw(name: string, most: number, numberAt: (unit: number) => number): number {
    const planned = Object.hasOwn(this.#planned, name) ? this.#planned[name] : undefined;
    const number = planned ?? numberAt(uniformFromHash(mixHashes(this.#hash, hashText(name)), 0));
    const drawn = Math.min(number, most);
    this.#drawn.set(name, drawn);
    return drawn;
  }
}
