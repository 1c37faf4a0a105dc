/** A write of a world, and when it was made, virtual ms. */
export interface Write {
  readonly key: string;
  readonly value: string;
  readonly call: number;
  /** Infinity as long as it may still happen. */
  end: number;
}

/**
 * Which of two values of a key is the older one, as far as anybody can know from outside: the leader showed one after the
 * other, or one write was over before the other began. Where a value is written more than once, nobody knows.
 */
export class WriteOrder {
  readonly #writes = new Map<string, Write[]>();
  /** For each key, the values that the leader has shown, in this order. */
  readonly #shown = new Map<string, string[]>();

  begin(key: string, value: string, now: number): Write {
    const write = { key, value, call: now, end: Infinity };
    const writes = this.#writes.get(key) ?? [];
    writes.push(write);
    this.#writes.set(key, writes);
    return write;
  }

  /** Whether somebody has begun to write this. */
  isWritten(key: string, value: string): boolean {
    return this.#of(key, value).length > 0;
  }

  /** Whether this was written once only, so that whoever shows it twice has shown nothing else in between. */
  isOnce(key: string, value: string): boolean {
    return this.#of(key, value).length === 1;
  }

  /** Whether the first value is surely older than the second. */
  isOlder(key: string, first: string, second: string): boolean {
    const [one, ...more] = this.#of(key, first);
    const [other, ...others] = this.#of(key, second);
    if (one === undefined || other === undefined || more.length > 0 || others.length > 0) return false;
    if (one === other) return false;
    const shown = this.#shown.get(key) ?? [];
    const [at, behind] = [shown.indexOf(first), shown.indexOf(second)];
    if (at >= 0 && behind >= 0) return at < behind;
    return one.end < other.call;
  }

  /** The leader holds this now. */
  shownByLeader(key: string, value: string): void {
    const shown = this.#shown.get(key) ?? [];
    if (shown.at(-1) !== value) shown.push(value);
    this.#shown.set(key, shown);
  }

  #of(key: string, value: string): Write[] {
    return (this.#writes.get(key) ?? []).filter((write) => write.value === value);
  }
}
