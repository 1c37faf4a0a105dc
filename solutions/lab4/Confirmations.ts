import type { Entry } from "./types";

interface Wait {
  readonly version: number;
  readonly confirmed: Set<number>;
  readonly enough: () => void;
}

/** Counts which followers have confirmed which writes, as long as somebody waits for it. */
export class Confirmations {
  readonly #waits = new Map<string, Set<Wait>>();

  /** Resolves to the number of followers that have the entry: when there are enough of them, or when time is up. */
  async wait({ key, version }: Entry, enough: number, withinMs: number): Promise<number> {
    const confirmed = new Set<number>();
    const waits = this.#waits.get(key) ?? new Set();
    this.#waits.set(key, waits);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, withinMs);
      const wait = { version, confirmed, enough: () => confirmed.size >= enough && done() };
      waits.add(wait);
      function done(): void {
        clearTimeout(timer);
        waits.delete(wait);
        resolve();
      }
    });
    // Another call may have begun a new set meanwhile.
    if (waits.size === 0 && this.#waits.get(key) === waits) this.#waits.delete(key);
    return confirmed.size;
  }

  /** A follower has these entries. Who has a newer entry of a key does not need the older one any more. */
  confirm(follower: number, entries: readonly Entry[]): void {
    for (const { key, version } of entries) {
      for (const wait of this.#waits.get(key) ?? []) {
        if (wait.version > version) continue;
        wait.confirmed.add(follower);
        wait.enough();
      }
    }
  }
}
