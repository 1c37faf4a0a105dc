import { randomUUID } from "node:crypto";
import { backoff } from "./backoff";
import type { Clerk } from "./client";
import { ErrMaybe, ErrNotHeld } from "./errors";
import { LockKey } from "./LockKey";
import type { LockOptions } from "./types";

/** What the key holds when nobody holds the lock. */
const FREE = "";
/**
 * Between two looks at a lock that somebody holds, ms. The longest is short on purpose: who looks seldom, while
 * others come and go, hardly ever finds the lock free.
 */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 20;

export class Lock implements AsyncDisposable {
  readonly #key: LockKey;
  readonly #name: string;
  readonly #owner: string;
  /** The version that the key got when we took the lock; undefined while we do not hold it. */
  #held: number | undefined;
  #releasedAt = -Infinity;

  constructor(clerk: Clerk, name: string, { owner = randomUUID() }: LockOptions = {}) {
    this.#key = new LockKey(clerk, name);
    this.#name = name;
    this.#owner = owner;
  }

  async acquire(timeoutMs = Infinity): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    /** A put of ours may have been executed. Until we know, we must not say that we do not hold the lock. */
    let unsure = false;
    // Who has just had the lock lets those go first who wait for it: they look only now and then.
    if (Date.now() - this.#releasedAt < LONGEST_PAUSE) await backoff(0, LONGEST_PAUSE, LONGEST_PAUSE);
    for (let round = 0; ; round++) {
      const seen = await this.#key.look();
      const left = deadline - Date.now();
      if (seen === "unknown") {
        if (left > 0) continue;
        if (unsure) throw new ErrMaybe(`acquire of ${this.#name}`);
        return false;
      }
      if (seen.value === this.#owner) return this.#holds(seen.version);
      unsure = false;
      if (seen.value === FREE) {
        const outcome = await this.#key.write(this.#owner, seen.version);
        if (outcome === "done") return this.#holds(seen.version + 1);
        unsure = outcome === "maybe";
      }
      if (unsure) continue;
      if (left <= 0) return false;
      await backoff(round, FIRST_PAUSE, Math.min(LONGEST_PAUSE, left));
    }
  }

  async release(): Promise<void> {
    this.#releasedAt = Date.now();
    const version = this.#held ?? (await this.#versionIfOurs());
    this.#held = undefined;
    for (;;) {
      const outcome = await this.#key.write(FREE, version);
      if (outcome === "done") return;
      if (outcome === "refused") throw new ErrNotHeld(this.#name);
      const seen = await this.#key.look();
      if (seen === "unknown") throw new ErrMaybe(`release of ${this.#name}`);
      // Only a release changes what we hold; whoever holds it now came after ours.
      if (seen.version !== version) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#held !== undefined) await this.release();
  }

  #holds(version: number): true {
    this.#held = version;
    return true;
  }

  /** Another object of the same owner may have taken the lock. */
  async #versionIfOurs(): Promise<number> {
    const seen = await this.#key.look();
    if (seen === "unknown" || seen.value !== this.#owner) throw new ErrNotHeld(this.#name);
    return seen.version;
  }
}
