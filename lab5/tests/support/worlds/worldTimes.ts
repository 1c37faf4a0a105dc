import type { Simulation } from "labrpc/simulation";
import type { CheckedStore } from "../keys/CheckedStore";

/** How often a server saves and sweeps, virtual ms: as told, seldom or never, or all the time. A timer waits 24 days at most. */
const LONGEST_TIMER_MS = 2_147_483_647;
const INTERVALS = [
  { saveEveryMs: 10_000, sweepEveryMs: 5_000 },
  { saveEveryMs: 10_000, sweepEveryMs: 5_000 },
  { saveEveryMs: 1_000, sweepEveryMs: 10_000 },
  { saveEveryMs: 10_000, sweepEveryMs: LONGEST_TIMER_MS },
  { saveEveryMs: 1_000, sweepEveryMs: 300 },
  { saveEveryMs: 100, sweepEveryMs: 30 },
  { saveEveryMs: 20_000, sweepEveryMs: 70_000 },
  { saveEveryMs: 86_400_000, sweepEveryMs: 3_600_000 },
  { saveEveryMs: LONGEST_TIMER_MS, sweepEveryMs: LONGEST_TIMER_MS },
] as const;

/** How much later than at the moment of expiry a request is sent, virtual ms. */
const OFF_MS = [5, 0, -1, 1, 20, -4, 2, 60] as const;

/** How many snapshots a pause may last: an idle server writes them too. */
const SNAPSHOTS_IN_A_PAUSE = 3;

/** The times of a world: what the servers are told, and how long its clients pause, from nothing to weeks. */
export class WorldTimes {
  readonly intervals: (typeof INTERVALS)[number];
  readonly #sim: Simulation;
  readonly #most: number;
  /** How many EXPIREs there were when somebody paused last. */
  #known = 0;

  constructor(sim: Simulation) {
    const { world } = sim;
    this.#sim = sim;
    this.intervals = world.pick("intervals", INTERVALS);
    const { saveEveryMs, sweepEveryMs } = this.intervals;
    world.describe(`a snapshot every ${String(saveEveryMs)} ms, a sweep every ${String(sweepEveryMs)} ms`);
    this.#most = world.pick("pace", [0, 20, 400, 3_000, this.longestMs, this.longestMs]);
  }

  /** The longest pause that a world bears, virtual ms. */
  get longestMs(): number {
    const { saveEveryMs, sweepEveryMs } = this.intervals;
    return Math.min(SNAPSHOTS_IN_A_PAUSE * saveEveryMs, 100 * sweepEveryMs);
  }

  /**
   * Waits before an operation, or not: a while, or until a key expires, to the ms.
   *
   * @param name of the operation, as "client-1/3"
   */
  async pause(name: string, store: CheckedStore): Promise<void> {
    const { world } = this.#sim;
    const isNew = store.expiries.length > this.#known;
    this.#known = store.expiries.length;
    if (
      world.has(`${name} waits for an expiry`, isNew ? 0.6 : 0.25) &&
      (await this.pauseForExpiry(name, store))
    )
      return;
    const ms = world.upTo(`${name} pause`, 1_000) / 1_000;
    if (this.#most > 0) await this.#sim.sleep(Math.min(this.#most, this.longestMs) * ms ** 2);
  }

  /** Waits until the next key expires, to the ms. Resolves to false when none does so in time. */
  async pauseForExpiry(name: string, { expiries }: CheckedStore): Promise<boolean> {
    const { now, world } = this.#sim;
    const next = expiries.filter((at) => at > now - 1 && at <= now + this.longestMs);
    if (next.length === 0) return false;
    const off = world.pick(`${name} comes off by`, OFF_MS);
    await this.#sim.sleep(Math.max(0, Math.min(...next) + off - now));
    return true;
  }
}
