import { randomUUID } from "node:crypto";
import { backoff } from "./backoff";
import type { Clerk } from "./client";
import { ErrMaybe, ErrNotHeld } from "./errors";
import { LockKey } from "./LockKey";
import type { LeaseOptions } from "./types";

const FREE = "";
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 20;

/**
 * Holder and waiters need no common clock: a waiter measures on its own clock how long it has seen the same
 * version. The version is the fencing token: each acquire and each renewal makes it larger.
 */
export class Lease implements AsyncDisposable {
  readonly #key: LockKey;
  readonly #name: string;
  readonly #owner: string;
  readonly #leaseMs: number;
  /** The version that we wrote last; undefined when we hold nothing, as far as we know. */
  #token: number | undefined;

  constructor(clerk: Clerk, name: string, { leaseMs, owner = randomUUID() }: LeaseOptions) {
    this.#key = new LockKey(clerk, name);
    this.#name = name;
    this.#owner = owner;
    this.#leaseMs = leaseMs;
  }

  async acquire(timeoutMs = Infinity): Promise<number | undefined> {
    const deadline = Date.now() + timeoutMs;
    let watched = { version: -1, since: 0 };
    for (let round = 0; ; round++) {
      const seen = await this.#key.look();
      if (seen !== "unknown") {
        if (seen.version !== watched.version) watched = { version: seen.version, since: Date.now() };
        const silent = Date.now() - watched.since >= this.#leaseMs;
        if (seen.value === FREE || seen.value === this.#owner || silent) {
          const token = await this.#write(this.#owner, seen.version);
          if (typeof token === "number") return (this.#token = token);
        }
      }
      const left = deadline - Date.now();
      if (left <= 0) return undefined;
      await backoff(round, FIRST_PAUSE, Math.min(LONGEST_PAUSE, left));
    }
  }

  async renew(): Promise<number | undefined> {
    if (this.#token === undefined) return undefined;
    const token = await this.#write(this.#owner, this.#token);
    this.#token = typeof token === "number" ? token : undefined;
    return this.#token;
  }

  async release(): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    const outcome = token === undefined ? "lost" : await this.#write(FREE, token);
    if (outcome === "lost") throw new ErrNotHeld(this.#name);
    if (outcome === "maybe") throw new ErrMaybe(`release of ${this.#name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.release();
    } catch (error) {
      if (!(error instanceof ErrNotHeld)) throw error;
    }
  }

  /** The version written; "lost" when somebody else wrote before; "maybe" when somebody wrote, perhaps after us. */
  async #write(value: string, version: number): Promise<number | "lost" | "maybe"> {
    for (;;) {
      const outcome = await this.#key.write(value, version);
      if (outcome === "done") return version + 1;
      if (outcome === "refused") return "lost";
      const seen = await this.#key.look();
      if (seen === "unknown" || seen.version > version + 1) return "maybe";
      if (seen.version === version + 1) return seen.value === value ? version + 1 : "lost";
    }
  }
}
