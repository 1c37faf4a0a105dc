import type { Clerk } from "./client";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { Versioned } from "./types";

/** What a key that does not exist looks like: version 0 creates it. */
const MISSING: Versioned = { value: "", version: 0 };

/** The key of a lock, its errors turned into answers. */
export class LockKey {
  readonly #clerk: Clerk;
  readonly #name: string;

  constructor(clerk: Clerk, name: string) {
    this.#clerk = clerk;
    this.#name = name;
  }

  /** What the key holds, or "unknown" when the clerk gave up. */
  async look(): Promise<Versioned | "unknown"> {
    try {
      return await this.#clerk.get(this.#name);
    } catch (error) {
      if (error instanceof ErrNoKey) return MISSING;
      if (error instanceof ErrTimeout) return "unknown";
      throw error;
    }
  }

  /** Writes if the key still has that version. "maybe": look again to find out. */
  async write(value: string, version: number): Promise<"done" | "refused" | "maybe"> {
    try {
      await this.#clerk.put(this.#name, value, version);
      return "done";
    } catch (error) {
      if (error instanceof ErrMaybe) return "maybe";
      if (error instanceof ErrVersion || error instanceof ErrNoKey) return "refused";
      throw error;
    }
  }
}
