import type { ClientEnd } from "labrpc";

interface Service {
  get(args: object): { value: string };
  put(args: object): { value: string };
  append(args: object): { value: string };
  done(args: object): object;
}

let clerks = 0;

export class Clerk {
  private readonly me = `${String(Math.random()).slice(2)}-${String(++clerks)}`;
  private operations = 0;

  constructor(
    private readonly servers: readonly ClientEnd<Service>[],
    private readonly config: { servers: number; replicas: number },
  ) {}

  async get(key: string): Promise<string> {
    return this.send(key, (server) => server.call("get", { key }));
  }

  async put(key: string, value: string): Promise<void> {
    const id = this.nextId();
    await this.send(key, (server) => server.call("put", { key, value, id }));
    await this.acknowledge(key, id);
  }

  async append(key: string, arg: string): Promise<string> {
    const id = this.nextId();
    const old = await this.send(key, (server) => server.call("append", { key, arg, id }));
    await this.acknowledge(key, id);
    return old;
  }

  private nextId(): string {
    return `${this.me}/${String(++this.operations)}`;
  }

  /** A few times only: a record that stays is a small leak, a clerk that waits for ever is worse. */
  private async acknowledge(key: string, id: string): Promise<void> {
    for (let i = 0; i < 4; i++) {
      try {
        await (this.replicas(key)[0] as ClientEnd<Service>).call("done", { id });
        return;
      } catch {
        // Once more.
      }
    }
  }

  private replicas(key: string): ClientEnd<Service>[] {
    const first = Math.abs(parseInt(key) || 0);
    const list: ClientEnd<Service>[] = [];
    for (let i = 0; i < this.config.replicas; i++) {
      list.push(this.servers[(first + i) % this.config.servers] as ClientEnd<Service>);
    }
    return list;
  }

  private async send(key: string, call: (server: ClientEnd<Service>) => Promise<{ value: string }>): Promise<string> {
    while (true) {
      for (const server of this.replicas(key)) {
        try {
          return (await call(server)).value;
        } catch (error) {
          if ((error as Error).name !== "TimeoutError") await new Promise((next) => setTimeout(next, 100));
        }
      }
    }
  }
}
