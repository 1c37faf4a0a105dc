import type { Luck } from "../clock/Luck";
import { hashText, mixHashes, RandomStream } from "../clock/RandomStream";
import type { HostHandle } from "./HostHandle";

/** A host from its start to its crash. */
export interface HostLife {
  readonly host: HostHandle;
  /** Where its stream of random numbers begins; the realm draws them. */
  readonly random: number;
  /** How to cancel each timer that is set. */
  readonly timers: Map<number, () => void>;
  readonly tie: number;
}

/** The lives of all hosts of a run, by the numbers under which the realm knows them. */
export class HostLives {
  readonly #seed: number;
  readonly #luck: Luck;
  readonly #lives = new Map<number, HostLife>();
  /** How often a host of a name has started: each life has random numbers of its own. */
  readonly #starts = new Map<string, number>();
  readonly #ended = new Set<number>();
  #count = 0;

  constructor(seed: number, luck: Luck) {
    this.#seed = seed;
    this.#luck = luck;
  }

  /** Begins a life, with a fresh stream of random numbers. Returns its number. */
  begin(host: HostHandle): number {
    const life = ++this.#count;
    const nth = this.#starts.get(host.name) ?? 0;
    this.#starts.set(host.name, nth + 1);
    const random = this.#luck.of(RandomStream.hashOf(this.#seed, `host ${host.name} ${String(nth)}`));
    this.#lives.set(life, {
      host,
      random,
      timers: new Map(),
      tie: mixHashes(hashText(host.name), this.#seed),
    });
    return life;
  }

  /** Cancels the timers of a life. */
  end(life: number): void {
    this.#ended.add(life);
    for (const cancel of this.#lives.get(life)?.timers.values() ?? []) cancel();
    this.#lives.get(life)?.timers.clear();
  }

  /** Whether a life has not ended by a crash or otherwise. */
  isAlive(life: number): boolean {
    return this.#lives.has(life) && !this.#ended.has(life);
  }

  /** Whether a timer is set on the host of a name. */
  hasTimers(name: string): boolean {
    for (const { host, timers } of this.#lives.values())
      if (host.name === name && timers.size > 0) return true;
    return false;
  }

  get(life: number): HostLife | undefined {
    return this.#lives.get(life);
  }

  /** One host's events of the same instant stay in order; which host comes first, the seed decides. `at` in virtual ms. */
  tieAt(life: number, at: number): number {
    return mixHashes(this.#lives.get(life)?.tie ?? 0, Math.round(at * 1000));
  }
}
