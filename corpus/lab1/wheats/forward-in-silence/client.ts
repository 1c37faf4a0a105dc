import type { ClientEnd } from "labrpc";

interface Service {
  get(args: object): string;
  put(args: object): string;
  append(args: object): string;
}

export class Clerk {
  id = Math.floor(Math.random() * 2 ** 50);
  n = 0;
  last: number;

  constructor(
    public servers: readonly ClientEnd<Service>[],
    public config: { servers: number; replicas: number },
  ) {
    this.last = Math.floor(Math.random() * config.replicas);
  }

  get(key: string): Promise<string> {
    return this.ask("get", key, "");
  }

  put(key: string, value: string): Promise<string> {
    return this.ask("put", key, value);
  }

  append(key: string, arg: string): Promise<string> {
    return this.ask("append", key, arg);
  }

  async ask(method: "get" | "put" | "append", key: string, text: string): Promise<string> {
    this.n = this.n + 1;
    const n = this.n;
    const shard = (parseInt(key, 10) || 0) % this.config.servers;
    const attempt = async (): Promise<string> => {
      const server = this.servers[(shard + this.last) % this.config.servers] as ClientEnd<Service>;
      try {
        return await server.call(method, { key, text, client: this.id, n });
      } catch {
        this.last = (this.last + 1) % this.config.replicas;
        return attempt();
      }
    };
    return attempt();
  }
}
