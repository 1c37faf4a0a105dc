/** A key as the dashboard shows it. */
export interface MiniRedisKeyRow {
  readonly key: string;
  /** Whole seconds left, null: no expiration, undefined: not looked at yet. */
  readonly ttl: number | null | undefined;
}

/** Which keys somebody wants to see. */
export interface MiniRedisKeyQuery {
  /** Only keys that have this in them; "" for all. */
  readonly find: string;
  /** Only keys with a time to live. */
  readonly onlyTtl: boolean;
  /** How many keys to skip. */
  readonly from: number;
  readonly most: number;
}

/** The keys that were asked for. */
export interface MiniRedisKeyPage {
  /** How many keys there are of the kind that was asked for, on all pages. */
  readonly all: number;
  /** How many were skipped: fewer than asked for when there are no more. */
  readonly from: number;
  readonly rows: readonly MiniRedisKeyRow[];
}

/**
 * What is known about one server's keys. A server tells their names all at once, but times to live only key by key, so
 * they are collected over many samples.
 */
export class MiniRedisKeyBook {
  /** When a key expires, ms since 1970; null: never; undefined: not looked at yet. In the alphabet's order. */
  #expiries = new Map<string, number | null | undefined>();
  /** Those not looked at yet, and then all again. */
  #round: Iterator<string> = [].values();

  /** Takes the names that there are now. What is known about those that were there before is kept. */
  take(names: readonly string[]): void {
    const before = this.#expiries;
    this.#expiries = new Map([...names].sort().map((key) => [key, before.get(key)]));
  }

  /** @param ttl seconds left, null: no expiration, undefined: there is no such key any more */
  note(key: string, ttl: number | null | undefined, atMs: number): void {
    if (!this.#expiries.has(key)) return;
    if (ttl === undefined) this.#expiries.delete(key);
    else this.#expiries.set(key, ttl === null ? null : atMs + ttl * 1000);
  }

  get size(): number {
    return this.#expiries.size;
  }

  /** How many keys are known to have a time to live. */
  get withTtl(): number {
    let count = 0;
    for (const expiry of this.#expiries.values()) if (typeof expiry === "number") count += 1;
    return count;
  }

  /** The keys whose time to live is to be looked at next: those of which nothing is known, then all in turn. */
  due(most: number): string[] {
    const unknown = [...this.#expiries].filter(([, expiry]) => expiry === undefined).map(([key]) => key);
    if (unknown.length > 0) return unknown.slice(0, most);
    const due: string[] = [];
    while (due.length < Math.min(most, this.#expiries.size)) {
      const next = this.#round.next();
      if (next.done === true) this.#round = [...this.#expiries.keys()].values();
      else if (this.#expiries.has(next.value)) due.push(next.value);
    }
    return due;
  }

  /** Keys with a time to live come first, those that expire soonest before all; the others in the alphabet's order. */
  page({ find, onlyTtl, from, most }: MiniRedisKeyQuery, nowMs: number): MiniRedisKeyPage {
    const found = [...this.#expiries].filter(
      ([key, expiry]) => key.includes(find) && (!onlyTtl || typeof expiry === "number"),
    );
    // Sorting is stable, so keys of the same expiry stay in the alphabet's order.
    found.sort(([, a], [, b]) => (a ?? Infinity) - (b ?? Infinity) || 0);
    const start = Math.min(from, Math.max(0, Math.floor((found.length - 1) / most) * most));
    return {
      all: found.length,
      from: start,
      rows: found.slice(start, start + most).map(([key, expiry]) => ({
        key,
        ttl: typeof expiry === "number" ? Math.max(0, Math.ceil((expiry - nowMs) / 1000)) : expiry,
      })),
    };
  }
}
