import { randomUUID } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { KVService, OperationId, Reply } from "./types";


export class Clerk {
  readonly #client = randomUUID();
  readonly #servers: readonly ClientEnd<KVService>[];
  #seq = 0;

  constructor(servers: readonly ClientEnd<KVService>[]) {
    this.#servers = servers;
  }

  get(key: string): Promise<string> {
    return this.#perform((server, id) => server.call("get", { ...id, key }));
  }

  async put(key: string, value: string): Promise<void> {
    await this.#perform((server, id) => server.call("put", { ...id, key, value }));
  }

  append(key: string, arg: string): Promise<string> {
    return this.#perform((server, id) => server.call("append", { ...id, key, arg }));
  }

  /** Sends one operation, under one id, to one server after the other until one has executed it. */
  async #perform(
    send: (server: ClientEnd<KVService>, id: OperationId) => Promise<Reply>,
  ): Promise<string> {
    const id = { client: this.#client, seq: ++this.#seq };
    for (;;) {
      for (const server of this.#servers) {
        try {
          const reply = await send(server, id);
          if (reply.ok) return reply.value;
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
    }
  }
}
