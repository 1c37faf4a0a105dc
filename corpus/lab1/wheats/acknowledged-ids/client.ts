import { randomUUID } from "node:crypto";
import type { ClientEnd } from "labrpc";

interface Service {
  execute(message: object): string;
}
interface Config {
  servers: number;
  replicas: number;
}

export class Clerk {
  /** The last id of each shard: the server that keeps its record is told that its reply arrived. */
  private readonly seen = new Map<number, string>();

  constructor(
    private readonly servers: readonly ClientEnd<Service>[],
    private readonly config: Config,
  ) {}

  get(key: string): Promise<string> {
    return this.perform({ op: "get", key });
  }

  put(key: string, value: string): Promise<string> {
    return this.perform({ op: "put", key, value });
  }

  append(key: string, arg: string): Promise<string> {
    return this.perform({ op: "append", key, value: arg });
  }

  private async perform(operation: { op: string; key: string; value?: string }): Promise<string> {
    const { servers, replicas } = this.config;
    const shard = Math.trunc(Number(operation.key) || 0) % servers;
    const message = { ...operation, id: randomUUID(), seen: this.seen.get(shard) };
    for (let attempt = 0; ; attempt++) {
      const server = this.servers[(shard + (attempt % replicas)) % servers] as ClientEnd<Service>;
      try {
        const reply = await server.call("execute", message);
        this.seen.set(shard, message.id);
        return reply;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}
