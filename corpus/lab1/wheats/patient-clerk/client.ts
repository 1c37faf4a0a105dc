import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { ClusterConfig } from "./types";

interface Service {
  get(args: object): { ok?: string; error?: string };
  put(args: object): { ok?: string; error?: string };
  append(args: object): { ok?: string; error?: string };
}

const PATIENCE = 15;

export class Clerk {
  private readonly client = randomBytes(8).toString("hex");
  private number = 0;

  constructor(
    private readonly servers: readonly ClientEnd<Service>[],
    private readonly config: ClusterConfig,
  ) {}

  async get(key: string): Promise<string> {
    return this.until(key, (server, number) => server.call("get", { key, client: this.client, number }));
  }

  async put(key: string, value: string): Promise<void> {
    await this.until(key, (server, number) => server.call("put", { key, value, client: this.client, number }));
  }

  async append(key: string, arg: string): Promise<string> {
    return this.until(key, (server, number) => server.call("append", { key, arg, client: this.client, number }));
  }

  private async until(
    key: string,
    call: (server: ClientEnd<Service>, number: number) => Promise<{ ok?: string; error?: string }>,
  ): Promise<string> {
    // A small number that comes round again is enough: only the last one is ever compared.
    this.number = (this.number + 1) % 1000;
    const number = this.number;
    const { servers, replicas } = this.config;
    let failed = 0;
    for (;;) {
      const place = ((parseInt(key, 10) || 0) + (Math.floor(failed / PATIENCE) % replicas)) % servers;
      try {
        const { ok, error } = await call(this.servers[place] as ClientEnd<Service>, number);
        if (error === undefined) return ok ?? "";
        failed += PATIENCE;
        await sleep(100);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        failed += 1;
      }
    }
  }
}
