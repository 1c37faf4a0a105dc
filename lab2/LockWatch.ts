import { Violation, type Simulation } from "labrpc/simulation";

interface Holder {
  readonly host: string;
  /** Virtual ms. */
  readonly since: number;
}

/** Sees who holds which lock, from outside, and how often others went first. */
export class LockWatch {
  readonly #sim: Simulation;
  readonly #holders = new Map<string, Holder>();
  readonly #last = new Map<string, Holder & { readonly until: number }>();
  readonly #entries = new Map<string, number>();

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /** An acquire has resolved to true. Fails the test when somebody else holds the lock. */
  enter(lock: string, host: string): void {
    const holder = this.#holders.get(lock);
    if (holder !== undefined && holder.host !== host) {
      this.#sim.fail(`${holder.host} and ${host} hold the lock ${JSON.stringify(lock)} at the same time`, {
        expected: "one holder at a time",
        got: `${holder.host} since ${ms(holder.since)}, and ${host} since ${ms(this.#sim.now)}`,
      });
    }
    this.#holders.set(lock, { host, since: this.#sim.now });
    this.#entries.set(lock, this.entries(lock) + 1);
  }

  /** A release is about to be called. */
  leave(lock: string, host: string): void {
    const holder = this.#holders.get(lock);
    if (holder?.host !== host) return;
    this.#holders.delete(lock);
    this.#last.set(lock, { ...holder, until: this.#sim.now });
  }

  /** How often the lock was taken. */
  entries(lock: string): number {
    return this.#entries.get(lock) ?? 0;
  }

  /** Passes a call on; if it fails for waiting too long, says who held the lock last. */
  async explainWait<T>(lock: string, waiting: Promise<T>): Promise<T> {
    try {
      return await waiting;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      throw new Violation(error.message, { expected: "the lock", got: this.#story(lock) });
    }
  }

  #story(lock: string): string {
    const holder = this.#holders.get(lock);
    if (holder !== undefined) return `still waiting; ${holder.host} holds it since ${ms(holder.since)}`;
    const last = this.#last.get(lock);
    if (last === undefined) return "still waiting, although nobody ever held it";
    return `still waiting, although nobody holds it: ${last.host} held it last and began its release at ${ms(last.until)}`;
  }
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
