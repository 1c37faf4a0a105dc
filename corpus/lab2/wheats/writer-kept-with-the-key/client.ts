import { randomBytes } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { ClerkOptions, KVService, Reply, Versioned } from "./types";

export class Clerk {
  readonly #end: ClientEnd<KVService>;
  readonly #options: ClerkOptions;

  constructor(end: ClientEnd<KVService>, options: ClerkOptions = {}) {
    this.#end = end;
    this.#options = options;
  }

  async get(key: string): Promise<Versioned> {
    const [reply] = await this.#repeat(() => this.#end.call("get", { key }));
    if (!reply) throw new ErrTimeout(`get ${key}`);
    if (reply.error) throw new ErrNoKey(`get ${key}`);
    return { value: reply.value, version: reply.version };
  }

  async put(key: string, value: string, version: number): Promise<void> {
    const args = { key, value, version, request: randomBytes(8).toString("hex") };
    const [reply, attempts] = await this.#repeat(() => this.#end.call("put", args));
    if (!reply) throw new ErrMaybe(`put ${key}`);
    if (reply.error === "ErrNoKey") throw new ErrNoKey(`put ${key}`);
    // Our own write may have been overwritten since: then the server does not know it any more.
    if (reply.error === "ErrVersion") throw attempts > 1 ? new ErrMaybe(`put ${key}`) : new ErrVersion(`put ${key}`);
  }

  async #repeat(send: () => Promise<Reply>, attempt = 1): Promise<[Reply | undefined, number]> {
    try {
      return [await send(), attempt];
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    const { maxRetries = Infinity, retryDelay = 10, maxDelay = 1000 } = this.#options;
    if (attempt > maxRetries) return [undefined, attempt];
    const pause = Math.min(maxDelay, retryDelay * 2 ** (attempt - 1) * (0.6 + 0.8 * Math.random()));
    await new Promise((resolve) => setTimeout(resolve, pause));
    return this.#repeat(send, attempt + 1);
  }
}
