/**
 * A random wait before a message is sent, as on a network that is further away.
 *
 * Node's timers count whole milliseconds, and a timer of 1 ms fires after 1 to 2. So the whole milliseconds of a
 * wait are a timer's, and the rest is waited for by looking at the clock once in each turn of the event loop. That
 * keeps a core busy while waits are pending, and is what a wait of a tenth of a millisecond costs.
 */
export class HttpMessageDelay {
  readonly #minMs: number;
  readonly #maxMs: number;
  #pending: Wait[] = [];
  #watching = false;

  /** Both in ms, 0 ≤ min ≤ max. */
  constructor({ min, max }: { readonly min: number; readonly max: number }) {
    this.#minMs = min;
    this.#maxMs = max;
  }

  /** Waits a random time between the two. */
  wait(): Promise<void> {
    const ms = this.#minMs + Math.random() * (this.#maxMs - this.#minMs);
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wait = { until: performance.now() + ms, resolve };
      if (ms > LATEST_TIMER_MS) setTimeout(() => this.#watch(wait), ms - LATEST_TIMER_MS);
      else this.#watch(wait);
    });
  }

  #watch(wait: Wait): void {
    this.#pending.push(wait);
    if (this.#watching) return;
    this.#watching = true;
    setImmediate(() => this.#look());
  }

  #look(): void {
    const now = performance.now();
    const due = this.#pending.filter(({ until }) => until <= now);
    if (due.length > 0) this.#pending = this.#pending.filter(({ until }) => until > now);
    this.#watching = this.#pending.length > 0;
    if (this.#watching) setImmediate(() => this.#look());
    for (const { resolve } of due) resolve();
  }
}

interface Wait {
  /** On the clock of `performance.now()`. */
  readonly until: number;
  readonly resolve: () => void;
}

/** By so much a timer may be late, ms. */
const LATEST_TIMER_MS = 2;
