import { TimeoutError, type ClientEnd } from "labrpc";
import { ErrMaybe, ErrNoKey, ErrTimeout, ErrVersion } from "./errors";
import type { ClerkOptions, Identity, KVService, Versioned } from "./types";

export class Clerk {
  private readonly client = Math.floor(Math.random() * 2 ** 52);
  private seq = 0;
  private seen = 0;

  constructor(
    private readonly server: ClientEnd<KVService>,
    private readonly options: ClerkOptions = {},
  ) {}

  async get(key: string): Promise<Versioned> {
    const reply = await this.retry((identity) => this.server.call("get", { ...identity, key }));
    if (reply === undefined) throw new ErrTimeout(key);
    const [value, version] = reply;
    if (value === undefined || version === undefined) throw new ErrNoKey(key);
    return { value, version };
  }

  async put(key: string, value: string, version: number): Promise<void> {
    const reply = await this.retry((identity) => this.server.call("put", { ...identity, key, value, version }));
    if (reply === undefined) throw new ErrMaybe(key);
    if (reply === "ErrNoKey") throw new ErrNoKey(key);
    if (reply === "ErrVersion") throw new ErrVersion(key);
  }

  private async retry<Reply>(send: (identity: Identity) => Promise<Reply>): Promise<Reply | undefined> {
    const { maxRetries = 1e9, retryDelay = 10, maxDelay = 1_000 } = this.options;
    const identity = { client: this.client, seq: ++this.seq, seen: this.seen };
    let delay = retryDelay;
    for (let left = maxRetries; ; left--) {
      try {
        const reply = await send(identity);
        this.seen = identity.seq;
        return reply;
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        if (left <= 0) return undefined;
        await new Promise((resolve) => setTimeout(resolve, delay * (0.75 + Math.random() / 4)));
        delay = Math.min(maxDelay, delay * 2);
      }
    }
  }
}
