import type { SimEvent } from "../clock/EventQueue";
import { OWN_LUCK, type Luck } from "../clock/Luck";
import { RandomStream } from "../clock/RandomStream";
import type { EventPriorities } from "./EventPriorities";

/** A run draws one of these, and its change points from the choices 1 to that. */
const SCALES = [64, 256, 1_024, 4_096] as const;

/** Events of which each was set off by the one before it. */
interface Chain {
  priority: number;
}

/**
 * Probabilistic concurrency testing (PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with
 * probabilistic guarantees of finding bugs", ASPLOS 2010), with chains of messages in the place of threads (PCTCP:
 * Ozkan, Majumdar, Niksic, Befrouei, Weissenbacher, "Randomized testing of distributed systems with probabilistic
 * guarantees", OOPSLA 2018).
 *
 * - The first event that an event sets off continues its chain; each further one begins a chain.
 * - A chain gets a random priority when it begins. At each of `depth` − 1 random choices, the chain that would be next
 *   falls below all others.
 */
export class ChainPriorities implements EventPriorities {
  readonly #luck: Luck;
  #random: RandomStream;
  #hasTurned = false;
  readonly #depth: number;
  readonly #chains = new WeakMap<SimEvent, Chain>();
  /** The priority, below `depth`, that the chain gets that is next at this choice. */
  readonly #changes = new Map<number, number>();
  #choices = 0;
  /** The chain of the event that runs now, until something continues it. */
  #open: Chain | undefined;

  constructor(seed: number, depth: number, luck: Luck = OWN_LUCK) {
    this.#luck = luck;
    this.#random = new RandomStream(seed, "pct");
    this.#depth = depth;
    this.#drawChanges();
  }

  add(event: SimEvent): void {
    this.#turn();
    this.#chains.set(event, this.#open ?? { priority: this.#depth + this.#random.next() });
    this.#open = undefined;
  }

  of(event: SimEvent): number {
    return this.#chains.get(event)?.priority ?? -Infinity;
  }

  choose(highest: SimEvent): void {
    this.#turn();
    const change = this.#changes.get(++this.#choices);
    const chain = this.#chains.get(highest);
    if (change !== undefined && chain !== undefined) chain.priority = change;
  }

  run(event: SimEvent): void {
    this.#open = this.#chains.get(event);
  }

  #drawChanges(): void {
    const scale = this.#random.pick(SCALES);
    for (let change = 1; change < this.#depth; change++)
      this.#changes.set(1 + this.#random.int(scale), this.#depth - change);
  }

  /** Once the run's luck has turned, the choices to come are drawn anew. */
  #turn(): void {
    if (this.#hasTurned || !this.#luck.hasTurned) return;
    this.#hasTurned = true;
    this.#random = new RandomStream(this.#luck.of(0), "pct");
    this.#changes.clear();
    this.#drawChanges();
  }
}
