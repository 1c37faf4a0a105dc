import { createHash, randomUUID } from "node:crypto";
import type { KVService, Request, Response, ServerConfig, StartReport } from "./types";

interface Entry {
  value: string;
  /** When it expires. */
  at?: number;
  timer?: ReturnType<typeof setTimeout>;
}
type Row = { key: string; value?: string; at?: number };

/** A timer cannot wait longer than some 24 days. */
const LONGEST_MS = 2_000_000_000;
const FIRST_LOG = "log-0";

const digest = (text: string): string => createHash("sha512").update(text).digest("hex").slice(0, 40);
const pack = (row: Row): string => Buffer.from(JSON.stringify(row)).toString("base64");
const unpack = (text: string): Row => JSON.parse(Buffer.from(text, "base64").toString()) as Row;

export class KVServer implements KVService {
  private readonly entries = new Map<string, Entry>();
  private readonly counts = { get: 0, set: 0, delete: 0, expire: 0 };
  private total = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private interval: ReturnType<typeof setInterval> | undefined;
  private changed = false;
  private log = FIRST_LOG;

  constructor(private readonly config: ServerConfig) {}

  private get file(): string {
    return `kv_store_server${String(this.config.serverId)}.json`;
  }

  async start(): Promise<StartReport> {
    const report = await this.restore();
    this.interval = setInterval(() => {
      if (this.changed) void this.inTurn(() => this.save());
    }, this.config.saveEveryMs);
    return report;
  }

  async stop(): Promise<void> {
    clearInterval(this.interval);
    await this.inTurn(() => this.save());
    for (const { timer } of this.entries.values()) clearTimeout(timer);
  }

  async handle(request: Request): Promise<Response> {
    const [message, rest = {}] = await this.answer(request);
    this.total += 1;
    const status = message.startsWith("ERR ") ? "error" : "success";
    return { status, message: message.replace(/^ERR /, ""), server_id: this.config.serverId, ...rest };
  }

  private async answer(request: unknown): Promise<[string, Partial<Response>?]> {
    if (typeof request !== "object" || request === null) return ["ERR this is no request"];
    const { command, key, value, ttl, keys, entries, password } = request as Request;
    if (this.config.password !== undefined && this.config.password !== password) return ["ERR who are you?"];
    if (command === "STATS") {
      const withTtl = [...this.entries.keys()].filter((name) => this.find(name)?.at !== undefined);
      const stats = { total_requests: this.total, ...this.counts };
      return ["OK", { stats: { ...stats, keys_with_ttl: withTtl.length, total_keys: this.names().length } }];
    }
    if (command === "KEYS") return ["OK", { keys: this.names().sort() }];
    if (command === "MGET") {
      if (!Array.isArray(keys) || keys.some((name) => typeof name !== "string")) return ["ERR no keys"];
      const found = (keys as string[]).map((name) => [name, this.find(name)?.value ?? null] as const);
      return ["OK", { values: Object.fromEntries(found) }];
    }
    if (command === "MSET") {
      if (typeof entries !== "object" || entries === null) return ["ERR no entries"];
      const rows = Object.entries(entries as Record<string, unknown>);
      if (rows.some(([name, text]) => name === "" || typeof text !== "string")) return ["ERR no texts"];
      await this.apply(...rows.map(([name, text]) => ({ key: name, value: text as string })));
      return ["OK"];
    }
    const name = typeof command === "string" ? command.toLowerCase() : "";
    if (!isCounted(name) || command !== name.toUpperCase()) return ["ERR Unknown command"];
    if (typeof key !== "string" || key === "") return ["ERR a key is missing"];
    if (name === "set" && typeof value !== "string") return ["ERR a value is missing"];
    if (name === "expire" && !(typeof ttl === "number" && ttl > 0)) return ["ERR a ttl is missing"];
    this.counts[name] += 1;
    const entry = this.find(key);
    switch (name) {
      case "set":
        await this.apply({ key, value: value as string });
        return ["stored", { key }];
      case "get":
        if (entry === undefined) return ["ERR Key not found", { key, value: null }];
        return ["found", { key, value: entry.value, ttl: entry.at === undefined ? null : left(entry.at) }];
      case "delete":
        if (entry === undefined) return ["ERR Key not found", { key }];
        await this.apply({ key });
        return ["gone", { key }];
      case "expire": {
        if (entry === undefined) return ["ERR Key not found", { key }];
        const at = Date.now() + (ttl as number) * 1000;
        await this.apply({ key, value: entry.value, at });
        return ["will be gone", { key, ttl: Math.ceil(ttl as number) }];
      }
    }
  }

  private find(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry?.at !== undefined && entry.at <= Date.now() ? undefined : entry;
  }

  private names(): string[] {
    return [...this.entries.keys()].filter((key) => this.find(key) !== undefined);
  }

  /** Changes memory at once, and waits for the log, where there is one. */
  private async apply(...rows: Row[]): Promise<void> {
    for (const row of rows) this.put(row);
    this.changed = true;
    if (!this.config.log) return;
    const text = rows.map(pack).map((line) => `${line} ${digest(line)}\n`).join("");
    await this.inTurn(async () => {
      await this.config.disk.append(this.log, text);
      await this.config.disk.flush(this.log);
    });
  }

  private put({ key, value, at }: Row): void {
    clearTimeout(this.entries.get(key)?.timer);
    this.entries.delete(key);
    if (value === undefined || (at !== undefined && at <= Date.now())) return;
    const entry: Entry = at === undefined ? { value } : { value, at };
    this.entries.set(key, entry);
    if (at !== undefined) this.wait(key, entry, at);
  }

  private wait(key: string, entry: Entry, at: number): void {
    const ms = at - Date.now();
    if (ms <= 0) this.entries.delete(key);
    else entry.timer = setTimeout(() => this.wait(key, entry, at), Math.min(ms, LONGEST_MS));
  }

  private inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
    const result = this.queue.then(job);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async save(): Promise<void> {
    const { disk } = this.config;
    this.changed = false;
    const [old, unfinished] = [this.log, `unfinished-${randomUUID()}`];
    const log = `log-${randomUUID()}`;
    const rows = [...this.entries].map(([key, { value, at }]) => pack(at === undefined ? { key, value } : { key, value, at }));
    const body = JSON.stringify({ log, rows });
    await disk.write(unfinished, `${digest(body)}\n${body}`);
    await disk.flush(unfinished);
    await disk.rename(unfinished, this.file);
    this.log = log;
    await disk.remove(old);
  }

  private async restore(): Promise<StartReport> {
    const { disk } = this.config;
    const text = await disk.read(this.file);
    for (const name of await disk.list()) if (name.startsWith("unfinished-")) await disk.remove(name);
    if (text !== undefined) {
      const body = text.slice(text.indexOf("\n") + 1);
      if (`${digest(body)}\n${body}` !== text) {
        await disk.rename(this.file, `damaged-${randomUUID()}`);
        return { kind: "corrupt", file: this.file, message: "the sum is wrong" };
      }
      const { log, rows } = JSON.parse(body) as { log: string; rows: string[] };
      for (const row of rows) this.put(unpack(row));
      this.log = log;
    }
    const log = await disk.read(this.log);
    if (log !== undefined) {
      const lines = log.split("\n").slice(0, -1).map((line) => line.split(" "));
      const bad = lines.some(([line = "", sum]) => digest(line) !== sum);
      if (bad) await disk.rename(this.log, `damaged-${this.log}`);
      else for (const [line = ""] of lines) this.put(unpack(line));
      const damaged = this.log;
      // The last line may be torn, and nothing may stand behind it.
      await this.save();
      if (bad) return { kind: "corrupt", file: damaged, message: "a sum is wrong" };
    }
    if (text === undefined && log === undefined) return { kind: "empty" };
    return { kind: "restored", keys: this.names().length };
  }
}

function isCounted(name: string): name is "get" | "set" | "delete" | "expire" {
  return ["get", "set", "delete", "expire"].includes(name);
}

function left(at: number): number {
  return Math.ceil((at - Date.now()) / 1000);
}
