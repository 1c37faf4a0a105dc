import { Violation, type Simulation } from "labrpc/simulation";
import { writeOverHolder } from "./writeOverHolder";

interface Holder {
  /** Who holds it: a lock object, or an owner that several objects share. */
  readonly who: string;
  readonly host: string;
  /** Virtual ms. */
  readonly since: number;
}

const SOON_AFTER_MS = 2_500;

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
  enter(lock: string, host: string, who: string): void {
    const holder = this.#holders.get(lock);
    if (holder !== undefined && holder.who !== who) {
      const both = holder.host === host ? `two locks of ${host}` : `${holder.host} and ${host}`;
      const message = `${both} hold the lock ${JSON.stringify(lock)} at the same time`;
      const expected = "one holder at a time";
      const got = `${holder.host} since ${ms(holder.since)}, and ${host} since ${ms(this.#sim.now)}`;
      const explain = (): { message: string; expected: string; got: string } => {
        const write = writeOverHolder(this.#sim.trace.events, lock, holder);
        return { message, expected, got: write === undefined ? got : `${got}; ${write}` };
      };
      throw new Violation(message, { expected, got, restsOn: "history", explain });
    }
    this.#holders.set(lock, { who, host, since: this.#sim.now });
    this.#entries.set(lock, this.entries(lock) + 1);
  }

  /** A release is about to be called. Returns since when the lock is held, virtual ms; undefined when it is not. */
  leave(lock: string, who: string): number | undefined {
    const holder = this.#holders.get(lock);
    if (holder?.who !== who) return undefined;
    this.#holders.delete(lock);
    this.#last.set(lock, { ...holder, until: this.#sim.now });
    return holder.since;
  }

  /** The host is gone, and nobody holds what it held. */
  forget(host: string): void {
    for (const [lock, holder] of this.#holders) if (holder.host === host) this.#holders.delete(lock);
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
      // What went wrong happened soon after the last release, not where the test lost its patience.
      const about = {
        text: JSON.stringify(lock),
        untilMs: (this.#last.get(lock)?.until ?? 0) + SOON_AFTER_MS,
      };
      const { message, restsOn } = error;
      throw new Violation(message, { expected: "the lock", got: this.#story(lock), about, restsOn });
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
