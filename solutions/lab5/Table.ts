/** A value, and when it expires: ms since 1970, or undefined. */
export interface Row {
  readonly value: string;
  readonly expires: number | undefined;
}

/** The keys and values of one server. An expired key is not there, whether it was swept or not. */
export class Table {
  readonly #rows = new Map<string, Row>();
  /** The keys that expire, so that nobody has to look at all of them. */
  readonly #expiring = new Map<string, number>();

  get(key: string): Row | undefined {
    const row = this.#rows.get(key);
    if (row?.expires === undefined || row.expires > Date.now()) return row;
    this.#remove(key);
    return undefined;
  }

  set(key: string, value: string, expires?: number): void {
    this.#rows.set(key, { value, expires });
    if (expires === undefined) this.#expiring.delete(key);
    else this.#expiring.set(key, expires);
  }

  delete(key: string): boolean {
    const there = this.get(key) !== undefined;
    this.#remove(key);
    return there;
  }

  /** Those that have not expired. While it is walked through, keys may come and go. */
  *entries(): Generator<[string, Row]> {
    const now = Date.now();
    for (const [key, row] of this.#rows) if (row.expires === undefined || row.expires > now) yield [key, row];
  }

  count(): { all: number; withTtl: number } {
    this.sweep();
    return { all: this.#rows.size, withTtl: this.#expiring.size };
  }

  /** Removes what has expired. */
  sweep(): void {
    const now = Date.now();
    for (const [key, expires] of this.#expiring) if (expires <= now) this.#remove(key);
  }

  #remove(key: string): void {
    this.#rows.delete(key);
    this.#expiring.delete(key);
  }
}
