import { randomUUID } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { ClusterConfig, KVService, OperationId, Reply } from "./types";

/** Between two rounds over all replicas, virtual ms. */
const PAUSE_MS = 50;

export class Clerk {
  readonly #client = randomUUID();
  readonly #servers: readonly ClientEnd<KVService>[];
  readonly #config: ClusterConfig;
  #seq = 0;

  constructor(servers: readonly ClientEnd<KVService>[], config: ClusterConfig) {
    this.#servers = servers;
    this.#config = config;
  }

  get(key: string): Promise<string> {
    return this.#perform(key, (server, id) => server.call("get", { ...id, key }));
  }

  async put(key: string, value: string): Promise<void> {
    await this.#perform(key, (server, id) => server.call("put", { ...id, key, value }));
  }

  append(key: string, arg: string): Promise<string> {
    return this.#perform(key, (server, id) => server.call("append", { ...id, key, arg }));
  }

  /** Sends one operation, under one id, to one replica after the other until one has executed it. */
  async #perform(
    key: string,
    send: (server: ClientEnd<KVService>, id: OperationId) => Promise<Reply>,
  ): Promise<string> {
    const id = { client: this.#client, seq: ++this.#seq };
    for (;;) {
      for (const server of this.#replicasOf(key)) {
        try {
          const reply = await send(server, id);
          if (reply.ok) return reply.value;
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  #replicasOf(key: string): ClientEnd<KVService>[] {
    const { servers, replicas } = this.#config;
    const shard = (parseInt(key, 10) || 0) % servers;
    const start = Math.floor(Math.random() * replicas);
    const place = (i: number): number => (shard + ((start + i) % replicas)) % servers;
    return Array.from({ length: replicas }, (_, i) => this.#servers[place(i)]!);
  }
}
