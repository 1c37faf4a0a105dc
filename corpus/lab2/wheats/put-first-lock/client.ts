import { TimeoutError, type ClientEnd } from "labrpc";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { ClerkOptions, KVService, Versioned } from "./types";

export class Clerk {
  constructor(
    readonly server: ClientEnd<KVService>,
    readonly options: ClerkOptions = {},
  ) {}

  async get(key: string): Promise<Versioned> {
    let attempts = 0;
    while (await this.mayTry(attempts++)) {
      const reply = await orNothing(this.server.call("get", { key }));
      if (reply?.ok === true) return reply;
      if (reply?.ok === false) throw new ErrNoKey(key);
    }
    throw new ErrTimeout(key);
  }

  async put(key: string, value: string, version: number): Promise<void> {
    let attempts = 0;
    while (await this.mayTry(attempts++)) {
      const reply = await orNothing(this.server.call("put", { key, value, version }));
      if (reply?.ok === true) return;
      if (reply?.code === "ErrNoKey") throw new ErrNoKey(key);
      if (reply?.code === "ErrVersion") throw attempts === 1 ? new ErrVersion(key) : new ErrMaybe(key);
    }
    throw new ErrMaybe(key);
  }

  /** Pauses before every attempt but the first; maxRetries counts all attempts. */
  private async mayTry(done: number): Promise<boolean> {
    const { maxRetries = Infinity, retryDelay = 10, maxDelay = 1_000 } = this.options;
    if (done >= maxRetries) return false;
    if (done > 0) {
      const delay = Math.min(retryDelay * 2 ** (done - 1), maxDelay);
      await new Promise((resolve) => setTimeout(resolve, delay - (Math.random() * delay) / 2));
    }
    return true;
  }
}

async function orNothing<Reply>(call: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TimeoutError) return undefined;
    throw error;
  }
}
