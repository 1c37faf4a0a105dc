import { randomUUID } from "node:crypto";
import { backoff } from "./backoff";
import type { Clerk } from "./client";
import { ErrMaybe, ErrNotHeld } from "./errors";
import { LockKey } from "./LockKey";
import type { LockOptions } from "./types";

/** What the key holds when nobody holds the lock, as when it does not exist; else "held by " and the owner. */
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
  /** What the key holds while we hold the lock. */
  readonly #mine: string;
  /** The version that the key got when we took the lock; undefined while we do not hold it. */
  #held: number | undefined;
  #releasedAt = -Infinity;
  /** A release of ours may still arrive. */
  #releaseInDoubt = false;

  constructor(clerk: Clerk, name: string, { owner = randomUUID() }: LockOptions = {}) {
    this.#key = new LockKey(clerk, name);
    this.#name = name;
    this.#mine = `held by ${owner}`;
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
      const ours = seen.value === this.#mine;
      if (ours && !this.#releaseInDoubt) return this.#holds(seen.version);
      unsure = false;
      // A new version keeps a late release of ours from freeing what we hold.
      if (seen.value === FREE || ours) {
        const outcome = await this.#key.write(this.#mine, seen.version);
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
      if (seen === "unknown") {
        this.#releaseInDoubt = true;
        throw new ErrMaybe(`release of ${this.#name}`);
      }
      // Only a release changes what we hold; whoever holds it now came after ours.
      if (seen.version !== version) return;
    }
  }

  /** Frees nothing: this is the mistake that the tests look for. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #holds(version: number): true {
    this.#held = version;
    this.#releaseInDoubt = false;
    return true;
  }

  /** Another object of the same owner may have taken the lock. */
  async #versionIfOurs(): Promise<number> {
    const seen = await this.#key.look();
    if (seen === "unknown") throw new ErrMaybe(`release of ${this.#name}`);
    if (seen.value !== this.#mine) throw new ErrNotHeld(this.#name);
    return seen.version;
  }
}
