import { createHash } from "node:crypto";
import type { Disk, KVService, Request, Response, ServerConfig, StartReport } from "./types";

type Row = { value: string; until: number | null };
type Part = Partial<Response> & Pick<Response, "status" | "message">;

const sum = (text: string): string => createHash("md5").update(text).digest("hex").slice(0, 16);

export class KVServer implements KVService {
  private rows = new Map<string, Row>();
  private readonly counts = new Map([
    ["get", 0],
    ["set", 0],
    ["delete", 0],
    ["expire", 0],
  ]);
  private total = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly timers: unknown[] = [];
  private readonly disk: Disk;
  private readonly file: string;
  private saving = false;

  constructor(private readonly config: ServerConfig) {
    this.disk = config.disk;
    this.file = `kv_store_server${String(config.serverId)}.json`;
  }

  async start(): Promise<StartReport> {
    const text = await this.disk.read(this.file);
    const rows = text === undefined ? undefined : this.parse(text);
    const sweep = (): void => {
      for (const [key, row] of this.rows) if (!this.lives(row)) this.rows.delete(key);
    };
    if (rows !== undefined && rows !== "damaged") this.rows = rows;
    sweep();
    this.timers.push(setInterval(sweep, this.config.sweepEveryMs));
    this.timers.push(setInterval(() => this.save(), this.config.saveEveryMs));
    if (rows === undefined) return { kind: "empty" };
    if (rows !== "damaged") return { kind: "restored", keys: this.rows.size };
    await this.disk.rename(this.file, `damaged-${String(Date.now())}-${this.file}`);
    return { kind: "corrupt", file: this.file, message: "a line or its sum is wrong" };
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer as NodeJS.Timeout);
    while (this.saving) await new Promise((resolve) => setTimeout(resolve, 1));
    await this.save();
  }

  handle(request: Request): Promise<Response> {
    const answer = this.turn.then(() => {
      const part = this.perform(request);
      this.total += 1;
      return { server_id: this.config.serverId, ...part };
    });
    this.turn = answer;
    return answer;
  }

  private lives({ until }: Row): boolean {
    return until === null || Date.now() < until;
  }

  private find(key: string): Row | undefined {
    const row = this.rows.get(key);
    return row !== undefined && this.lives(row) ? row : undefined;
  }

  private perform(request: Request): Part {
    const { command, key, value, ttl } = Object(request) as Request;
    const missing: Part = { status: "error", message: "Key not found", key: String(key), value: null };
    const checked = (name: string): string => {
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      return key as string;
    };
    const needsKey = ["GET", "SET", "DELETE", "EXPIRE"].includes(command as string) && typeof command === "string";
    if (needsKey && (typeof key !== "string" || key === "")) return { status: "error", message: "no key" };
    switch (command) {
      case "GET": {
        const row = this.find(checked("get"));
        if (row === undefined) return missing;
        const ttlLeft = row.until === null ? null : Math.ceil((row.until - Date.now()) / 1000);
        return { status: "success", message: "OK", key: key as string, value: row.value, ttl: ttlLeft };
      }
      case "SET":
        if (typeof value !== "string") return { status: "error", message: "no value" };
        this.rows.set(checked("set"), { value, until: null });
        return { status: "success", message: "OK", key: key as string };
      case "DELETE": {
        const row = this.find(checked("delete"));
        this.rows.delete(key as string);
        return row === undefined ? missing : { status: "success", message: "OK", key: key as string };
      }
      case "EXPIRE": {
        if (typeof ttl !== "number" || !(ttl > 0)) return { status: "error", message: "no ttl" };
        const row = this.find(checked("expire"));
        if (row === undefined) return missing;
        row.until = Date.now() + ttl * 1000;
        return { status: "success", message: "OK", key: key as string, ttl: Math.ceil(ttl) };
      }
      case "STATS": {
        const living = [...this.rows.values()].filter((row) => this.lives(row));
        const count = (name: string): number => this.counts.get(name) ?? 0;
        const stats = {
          total_requests: this.total,
          get: count("get"),
          set: count("set"),
          delete: count("delete"),
          expire: count("expire"),
          total_keys: living.length,
          keys_with_ttl: living.filter(({ until }) => until !== null).length,
        };
        return { status: "success", message: "OK", stats };
      }
      case "KEYS": {
        const keys = [...this.rows].filter(([, row]) => this.lives(row)).map(([name]) => name);
        return { status: "success", message: "OK", keys: keys.reverse() };
      }
      default:
        return { status: "error", message: "Unknown command" };
    }
  }

  private async save(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    const lines = [...this.rows].map(([key, { value, until }]) => JSON.stringify([key, value, until]));
    lines.push(JSON.stringify({ count: lines.length, all: sum(lines.join()) }));
    await this.disk.write("next", "");
    for (const line of lines) await this.disk.append("next", `${sum(line)} ${line}\n`);
    await this.disk.flush("next");
    await this.disk.rename("next", this.file);
    this.saving = false;
  }

  private parse(text: string): Map<string, Row> | "damaged" {
    const rows = new Map<string, Row>();
    const bodies: string[] = [];
    if (!text.endsWith("\n")) return "damaged";
    for (const line of text.slice(0, -1).split("\n")) {
      const body = line.slice(17);
      if (line.slice(0, 16) !== sum(body)) return "damaged";
      const parsed = JSON.parse(body) as [string, string, number | null] | { count: number; all: string };
      if (Array.isArray(parsed)) {
        rows.set(parsed[0], { value: parsed[1], until: parsed[2] });
        bodies.push(body);
      } else if (parsed.count === bodies.length && parsed.all === sum(bodies.join())) return rows;
    }
    return "damaged";
  }
}
