import { randomUUID } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import { backoff } from "./backoff";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { ClerkOptions, ClerkStatistics, KVService, Versioned } from "./types";

export class Clerk {
  readonly #server: ClientEnd<KVService>;
  readonly #options: Required<ClerkOptions>;
  readonly #client = randomUUID();
  readonly #seen = { requests: 0, retries: 0, drops: 0 };
  #seq = 0;

  constructor(server: ClientEnd<KVService>, options: ClerkOptions = {}) {
    this.#server = server;
    const { maxRetries = Infinity, retryDelay = 10, maxDelay = 1_000 } = options;
    this.#options = { maxRetries, retryDelay, maxDelay };
  }

  async get(key: string): Promise<Versioned> {
    const reply = await this.#send(() => this.#server.call("get", { key }));
    if (reply === "no reply") throw new ErrTimeout(`get of ${key}`);
    if (!reply.ok) throw new ErrNoKey(`get of ${key}`);
    return { value: reply.value, version: reply.version };
  }

  async put(key: string, value: string, version: number): Promise<void> {
    // One identity for all attempts: the server recognises a put that it has executed, and answers as it did.
    const args = { client: this.#client, seq: ++this.#seq, key, value, version };
    const reply = await this.#send(() => this.#server.call("put", args));
    const what = `put of ${key}, version ${String(version)}`;
    if (reply === "no reply") throw new ErrMaybe(what);
    if (reply.ok) return;
    throw reply.code === "ErrNoKey" ? new ErrNoKey(what) : new ErrVersion(what);
  }

  statistics(): ClerkStatistics {
    return { ...this.#seen };
  }

  /** Sends one request until a reply comes, or the retries are used up. */
  async #send<Reply>(send: () => Promise<Reply>): Promise<Reply | "no reply"> {
    const { maxRetries, retryDelay, maxDelay } = this.#options;
    for (let retry = 0; ; retry++) {
      this.#seen.requests += 1;
      if (retry > 0) this.#seen.retries += 1;
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        this.#seen.drops += 1;
      }
      if (retry >= maxRetries) return "no reply";
      await backoff(retry, retryDelay, maxDelay);
    }
  }
}
