import { createHash } from "node:crypto";
import { TimeoutError } from "labrpc";
import type { ClientOptions, Request, Response, ServerInfo } from "./types";

const PAUSES = [500, 500, 500];

/** One server, and those who wait for it. */
class Line {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly server: ServerInfo,
    private readonly options: ClientOptions,
  ) {}

  /** One request at a time. */
  ask(request: Request): Promise<Response> {
    const answer = this.last.then(() => this.send({ ...request, password: this.options.password }));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async send(request: Request): Promise<Response> {
    const { id, end } = this.server;
    let retries = 0;
    for (const pause of [...PAUSES, undefined]) {
      const answer = await end.call("handle", request).catch((error: unknown) => {
        if (error instanceof TimeoutError) return undefined;
        throw error;
      });
      if (answer !== undefined) return answer;
      if (pause === undefined) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
      retries += 1;
      this.options.onRetry?.(id, retries, PAUSES.length);
    }
    const message = `Server ${String(id)} unavailable after ${String(retries)} retries`;
    return { status: "error", message, server_id: id };
  }
}

export class Client {
  private readonly lines: readonly Line[];
  private readonly known = new Map<string, Line>();

  constructor(servers: readonly ServerInfo[], options: ClientOptions = {}) {
    this.lines = servers.map((server) => new Line(server, options));
  }

  private lineOf(key: string): Line {
    let line = this.known.get(key);
    if (line === undefined) {
      const digits = [...createHash("md5").update(key, "utf8").digest("hex")];
      const place = digits.reduce((rest, digit) => (rest * 16 + parseInt(digit, 16)) % this.lines.length, 0);
      line = this.lines[place]!;
      if (this.known.size >= 1_000) this.known.clear();
      this.known.set(key, line);
    }
    return line;
  }

  serverOf(key: string): ServerInfo {
    return this.lineOf(key).server;
  }

  get(key: string): Promise<Response> {
    return this.lineOf(key).ask({ command: "GET", key });
  }
  set(key: string, value: string): Promise<Response> {
    return this.lineOf(key).ask({ command: "SET", key, value });
  }
  delete(key: string): Promise<Response> {
    return this.lineOf(key).ask({ command: "DELETE", key });
  }
  expire(key: string, ttl: number): Promise<Response> {
    return this.lineOf(key).ask({ command: "EXPIRE", key, ttl });
  }
  stats(server?: number): Promise<Response[]> {
    return Promise.all(this.chosen(server).map((line) => line.ask({ command: "STATS" })));
  }
  keys(server?: number): Promise<Response[]> {
    return Promise.all(this.chosen(server).map((line) => line.ask({ command: "KEYS" })));
  }

  async mget(keys: readonly string[]): Promise<Record<string, string | null>> {
    const found: [string, string | null][] = [];
    for (const line of this.lines) {
      const own = [...new Set(keys)].filter((key) => this.lineOf(key) === line);
      if (own.length === 0) continue;
      const { values, message } = await line.ask({ command: "MGET", keys: own });
      if (values === undefined) throw new Error(message);
      found.push(...Object.entries(values));
    }
    return Object.fromEntries(found);
  }

  async mset(entries: Readonly<Record<string, string>>): Promise<void> {
    for (const line of this.lines) {
      const own = Object.entries(entries).filter(([key]) => this.lineOf(key) === line);
      if (own.length === 0) continue;
      const { status, message } = await line.ask({ command: "MSET", entries: Object.fromEntries(own) });
      if (status !== "success") throw new Error(message);
    }
  }

  private chosen(server: number | undefined): readonly Line[] {
    return server === undefined ? this.lines : this.lines.filter((line) => line.server.id === server);
  }
}
