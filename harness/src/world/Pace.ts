import type { Simulation } from "labrpc/simulation";

/** Longest pauses between two operations of a client, virtual ms; the first is none. */
const PACES = [0, 0, 1, 5, 40, 400, 1_000] as const;
/** What a client does now and then in a world that has long pauses, virtual ms. */
const LONG_PAUSES = [61_000, 601_000, 3_601_000] as const;

/** How fast the clients of a world work: at the same instant, in bursts, or with pauses of minutes and hours. */
export class Pace {
  readonly #sim: Simulation;
  readonly #most: number;
  readonly #long: number;

  /**
   * @param mostMs the longest pause that the scenario bears, virtual ms
   * @param paces the longest usual pauses to draw from, virtual ms
   */
  constructor(sim: Simulation, mostMs: number, paces: readonly number[] = PACES) {
    const { world } = sim;
    this.#sim = sim;
    this.#most = Math.min(world.pick("pace", paces), mostMs);
    const long = LONG_PAUSES.filter((pause) => pause <= mostMs);
    this.#long = long.length > 0 && world.has("long pauses", 0.15) ? world.pick("long pause", long) : 0;
    if (this.#long > 0) world.describe(`pauses of ${String(this.#long / 1_000)} s`);
  }

  /** Waits before an operation, or not. @param name of the operation, as "clerk-1/3" */
  async pause(name: string): Promise<void> {
    const { world } = this.#sim;
    const isLong = this.#long > 0 && world.has(`${name} waits long`, 0.1);
    if (isLong) await this.#sim.sleep(this.#long);
    else if (this.#most > 0) {
      const ms = world.upTo(`${name} pause`, this.#most * 10) / 10;
      if (ms > 0) await this.#sim.sleep(ms);
    }
  }
}
