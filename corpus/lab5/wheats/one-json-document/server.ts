import { createHash } from "node:crypto";
import type { KVService, Request, Response, ServerConfig, StartReport } from "./types";

interface Saved {
  hash: string;
  data: string;
}

export class KVServer implements KVService {
  values = new Map<string, string>();
  expirations = new Map<string, number>();
  counters = { total_requests: 0, get: 0, set: 0, delete: 0, expire: 0 };
  running = true;
  busy: Promise<unknown> = Promise.resolve();

  constructor(readonly config: ServerConfig) {}

  get file(): string {
    return `kv_store_server${this.config.serverId}.json`;
  }

  async start(): Promise<StartReport> {
    const report = await this.restore();
    const again = (ms: number, act: () => unknown): void => {
      setTimeout(async () => {
        if (!this.running) return;
        again(ms, act);
        await act();
      }, ms);
    };
    again(this.config.sweepEveryMs, () => this.sweep());
    again(this.config.saveEveryMs, () => this.save());
    return report;
  }

  async restore(): Promise<StartReport> {
    const text = await this.config.disk.read(this.file);
    if (text === undefined) return { kind: "empty" };
    try {
      const { hash, data } = JSON.parse(text) as Saved;
      if (createHash("sha256").update(data).digest("base64") !== hash) throw new Error("wrong hash");
      const { values, expirations } = JSON.parse(data) as {
        values: [string, string][];
        expirations: [string, number][];
      };
      this.values = new Map(values);
      this.expirations = new Map(expirations);
      this.sweep();
      return { kind: "restored", keys: this.values.size };
    } catch (error) {
      await this.config.disk.write(`${this.file}.damaged`, text);
      await this.config.disk.flush(`${this.file}.damaged`);
      await this.config.disk.remove(this.file);
      return { kind: "corrupt", file: this.file, message: String(error) };
    }
  }

  save(): Promise<unknown> {
    const data = JSON.stringify({ values: [...this.values], expirations: [...this.expirations] });
    const hash = createHash("sha256").update(data).digest("base64");
    const { disk } = this.config;
    const temporary = `tmp-${this.config.serverId}`;
    this.busy = this.busy.then(async () => {
      await disk.write(temporary, JSON.stringify({ hash, data } satisfies Saved));
      await disk.flush(temporary);
      await disk.rename(temporary, this.file);
    });
    return this.busy;
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.save();
  }

  sweep(): void {
    for (const key of [...this.expirations.keys()]) this.drop(key);
  }

  /** Removes the key if its time is over. */
  drop(key: string): void {
    if ((this.expirations.get(key) ?? Infinity) > Date.now()) return;
    this.values.delete(key);
    this.expirations.delete(key);
  }

  handle(request: Request): Response {
    const reply = this.reply(request);
    this.counters.total_requests++;
    return reply;
  }

  reply(request: Request): Response {
    const server_id = this.config.serverId;
    const error = (message: string, more: Partial<Response> = {}): Response => ({
      status: "error",
      message,
      server_id,
      ...more,
    });
    const success = (message: string, more: Partial<Response> = {}): Response => ({
      status: "success",
      message,
      server_id,
      ...more,
    });
    if (request === null || typeof request !== "object") return error("not a request");
    const { command, key, value, ttl } = request;
    if (command === "KEYS" || command === "STATS") {
      this.sweep();
      if (command === "KEYS") return success("all keys", { keys: Array.from(this.values.keys()) });
      const counts = { total_keys: this.values.size, keys_with_ttl: this.expirations.size };
      return success("all figures", { stats: { ...this.counters, ...counts } });
    }
    if (command !== "GET" && command !== "SET" && command !== "DELETE" && command !== "EXPIRE")
      return error("Unknown command");
    if (typeof key !== "string" || key.length === 0) return error("a key is needed");
    this.drop(key);
    const there = this.values.has(key);
    switch (command) {
      case "GET": {
        this.counters.get++;
        if (!there) return error("Key not found", { key, value: null });
        const at = this.expirations.get(key);
        const left = at === undefined ? null : Math.ceil((at - Date.now()) / 1000);
        return success("here it is", { key, value: this.values.get(key) ?? "", ttl: left });
      }
      case "SET":
        if (typeof value !== "string") return error("a value is needed");
        this.counters.set++;
        this.values.set(key, value);
        this.expirations.delete(key);
        return success("Key set successfully", { key });
      case "DELETE":
        this.counters.delete++;
        if (!there) return error("Key not found", { key });
        this.values.delete(key);
        this.expirations.delete(key);
        return success("Key deleted successfully", { key });
      case "EXPIRE":
        if (typeof ttl !== "number" || Number.isNaN(ttl) || ttl <= 0) return error("a ttl is needed");
        this.counters.expire++;
        if (!there) return error("Key not found", { key });
        this.expirations.set(key, Date.now() + ttl * 1000);
        return success("Expiration set successfully", { key, ttl: Math.ceil(ttl) });
    }
  }
}
