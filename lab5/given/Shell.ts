import { Client } from "../client";
import { Ring } from "../ring";
import type { ClientOptions, Response, ServerInfo } from "../types";

/** A retry that the client told its user of. */
export interface Retry {
  readonly server: number;
  readonly attempt: number;
  readonly of: number;
  /** Virtual ms since 1970. */
  readonly at: number;
}

const newClient = (servers: readonly ServerInfo[], options: ClientOptions): Client =>
  new Client(servers, options);

/** One user of the simulation: the student's client, and what it told its user. */
export class Shell {
  readonly #client: Client;
  readonly #retries: Retry[] = [];

  constructor(servers: readonly ServerInfo[], password?: string, makeClient = newClient) {
    const onRetry = (server: number, attempt: number, of: number): void => {
      this.#retries.push({ server, attempt, of, at: Date.now() });
    };
    this.#client = makeClient(servers, password === undefined ? { onRetry } : { onRetry, password });
  }

  serverOf(key: string): number {
    return this.#client.serverOf(key).id;
  }
  get(key: string): Promise<Response> {
    return this.#client.get(key);
  }
  set(key: string, value: string): Promise<Response> {
    return this.#client.set(key, value);
  }
  delete(key: string): Promise<Response> {
    return this.#client.delete(key);
  }
  expire(key: string, ttl: number): Promise<Response> {
    return this.#client.expire(key, ttl);
  }
  stats(server?: number): Promise<Response[]> {
    return server === undefined ? this.#client.stats() : this.#client.stats(server);
  }
  keys(server?: number): Promise<Response[]> {
    return server === undefined ? this.#client.keys() : this.#client.keys(server);
  }
  mget(keys: readonly string[]): Promise<Record<string, string | null>> {
    return this.#client.mget(keys);
  }
  mset(entries: Readonly<Record<string, string>>): Promise<void> {
    return this.#client.mset(entries);
  }
  retries(): readonly Retry[] {
    return this.#retries;
  }
}

/** A user whose client was made without options. */
export class QuietShell extends Shell {
  constructor(servers: readonly ServerInfo[]) {
    super(servers, undefined, () => new Client(servers));
  }
}

/** Rings, on a host of their own. */
export class Rings {
  /** The server of each key. */
  place(servers: readonly number[], keys: readonly string[]): number[] {
    const ring = new Ring(servers);
    return keys.map((key) => ring.serverOf(key));
  }
}
