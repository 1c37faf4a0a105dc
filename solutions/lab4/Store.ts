import type { Entry } from "./types";

/** What one node holds: for each key its newest entry. */
export class Store {
  readonly #entries = new Map<string, Entry>();

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Takes an entry unless a newer one is there. Messages arrive in any order, and more than once. */
  take(entry: Entry): boolean {
    const known = this.#entries.get(entry.key);
    if (known !== undefined && known.version >= entry.version) return false;
    this.#entries.set(entry.key, entry);
    return true;
  }

  get entries(): Entry[] {
    return [...this.#entries.values()];
  }
}
