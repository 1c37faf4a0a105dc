import { realmSource } from "../../simulation/border/realms";
import type { MeasuredRun } from "./measuredRun";

/** Starts the run of a seed. `isAbandoned` says whether it may end at once, since nobody wants it any more. */
export type StartRun = (seed: number, isAbandoned: () => boolean) => Promise<MeasuredRun>;

/**
 * The runs of a test's seeds, some of which are under way at a time where student code runs in other processes: a round
 * trip there costs as much for one run as for a dozen. The first is alone, for where it fails the others are not needed.
 */
export class RunsAhead {
  readonly #seeds: readonly number[];
  readonly #start: StartRun;
  readonly #most: number;
  readonly #runs = new Map<number, Promise<MeasuredRun>>();
  #isAbandoned = false;

  /** @param alone whether only one run is to be under way at a time */
  constructor(seeds: readonly number[], start: StartRun, alone: boolean) {
    this.#seeds = seeds;
    this.#start = start;
    this.#most = alone ? 1 : realmSource().runsAtOnce;
  }

  /** The run of a seed; seeds are to be taken in their order. */
  take(seed: number): Promise<MeasuredRun> {
    const at = this.#seeds.indexOf(seed);
    const until = at === 0 ? 1 : at + this.#most;
    for (const ahead of this.#seeds.slice(at, until)) {
      if (this.#runs.has(ahead)) continue;
      const run = this.#start(ahead, () => this.#isAbandoned);
      // Who takes it hears of it.
      run.catch(() => undefined);
      this.#runs.set(ahead, run);
    }
    const run = this.#runs.get(seed) as Promise<MeasuredRun>;
    this.#runs.set(seed, Promise.resolve(undefined as never));
    return run;
  }

  /** Ends the runs that nobody took. */
  async stop(): Promise<void> {
    this.#isAbandoned = true;
    await Promise.allSettled(this.#runs.values());
  }
}
