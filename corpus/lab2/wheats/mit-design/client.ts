import { TimeoutError, type ClientEnd } from "labrpc";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { ClerkOptions, KVService, Versioned } from "./types";

export class Clerk {
  constructor(
    private readonly server: ClientEnd<KVService>,
    private readonly options: ClerkOptions = {},
  ) {}

  async get(key: string): Promise<Versioned> {
    for (let attempt = 0; attempt <= this.retries; attempt++) {
      try {
        const reply = await this.server.call("get", { key });
        if (!reply.ok) throw new ErrNoKey(key);
        return { value: reply.value, version: reply.version };
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        await this.pause(attempt);
      }
    }
    throw new ErrTimeout(key);
  }

  async put(key: string, value: string, version: number): Promise<void> {
    let first = true;
    for (let attempt = 0; attempt <= this.retries; attempt++) {
      try {
        const reply = await this.server.call("put", { key, value, version });
        if (reply.ok) return;
        if (reply.code === "ErrNoKey") throw new ErrNoKey(key);
        throw first ? new ErrVersion(key) : new ErrMaybe(key);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        first = false;
        await this.pause(attempt);
      }
    }
    throw new ErrMaybe(key);
  }

  private get retries(): number {
    return this.options.maxRetries ?? Infinity;
  }

  /** Full jitter. */
  private pause(attempt: number): Promise<void> {
    const { retryDelay = 10, maxDelay = 1_000 } = this.options;
    const longest = Math.min(maxDelay, retryDelay * Math.pow(2, attempt));
    return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
  }
}
