import { createHash } from "node:crypto";
import { TimeoutError } from "labrpc";
import type { ClientOptions, Request, Response, ServerInfo } from "./types";

const RETRIES = 3;
const RETRY_DELAY_MS = 500;

export class Client {
  readonly #servers: readonly ServerInfo[];
  readonly #options: ClientOptions;

  constructor(servers: readonly ServerInfo[], options: ClientOptions = {}) {
    this.#servers = servers;
    this.#options = options;
  }

  serverOf(key: string): ServerInfo {
    const hash = BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
    return this.#servers[Number(hash % BigInt(this.#servers.length))]!;
  }

  get(key: string): Promise<Response> {
    return this.#send(this.serverOf(key), { command: "GET", key });
  }

  set(key: string, value: string): Promise<Response> {
    return this.#send(this.serverOf(key), { command: "SET", key, value });
  }

  delete(key: string): Promise<Response> {
    return this.#send(this.serverOf(key), { command: "DELETE", key });
  }

  expire(key: string, ttl: number): Promise<Response> {
    return this.#send(this.serverOf(key), { command: "EXPIRE", key, ttl });
  }

  stats(server?: number): Promise<Response[]> {
    return this.#ask(server, { command: "STATS" });
  }

  keys(server?: number): Promise<Response[]> {
    return this.#ask(server, { command: "KEYS" });
  }

  async mget(keys: readonly string[]): Promise<Record<string, string | null>> {
    const found = await Promise.all(
      [...groups(keys, (key) => this.serverOf(key))].map(async ([server, own]) => {
        const { status, message, values } = await this.#send(server, { command: "MGET", keys: own });
        if (status === "error" || values === undefined) throw new Error(message);
        return values;
      }),
    );
    const all = new Map(found.flatMap((values) => Object.entries(values)));
    return Object.fromEntries(keys.map((key) => [key, all.get(key) ?? null]));
  }

  async mset(entries: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(entries);
    await Promise.all(
      [...groups(pairs, ([key]) => this.serverOf(key))].map(async ([server, own]) => {
        const request = { command: "MSET", entries: Object.fromEntries(own) };
        const { status, message } = await this.#send(server, request);
        if (status === "error") throw new Error(message);
      }),
    );
  }

  #ask(id: number | undefined, request: Request): Promise<Response[]> {
    const servers = this.#servers.filter((server) => id === undefined || server.id === id);
    return Promise.all(servers.map((server) => this.#send(server, request)));
  }

  /** Tries again when no answer comes. A server that answers with an error has answered. */
  async #send(server: ServerInfo, request: Request): Promise<Response> {
    const { password, onRetry } = this.#options;
    const whole = password === undefined ? request : { ...request, password };
    for (let attempt = 0; ; attempt++) {
      try {
        return await server.end.call("handle", whole);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
      if (attempt === RETRIES) {
        const message = `Server ${String(server.id)} unavailable after ${String(RETRIES)} retries`;
        return { status: "error", message, server_id: server.id };
      }
      onRetry?.(server.id, attempt + 1, RETRIES);
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
    }
  }
}

function groups<Item>(items: readonly Item[], serverOf: (item: Item) => ServerInfo): Map<ServerInfo, Item[]> {
  const found = new Map<ServerInfo, Item[]>();
  for (const item of items) {
    const server = serverOf(item);
    found.set(server, [...(found.get(server) ?? []), item]);
  }
  return found;
}
