import { Log, type Change } from "./Log";
import { Snapshot } from "./Snapshot";
import { Table } from "./Table";
import type { KVService, Request, Response, ServerConfig, StartReport, Stats } from "./types";

type Answer = Omit<Response, "server_id">;

/** What is wrong with a request; its message is for the person who sent it. */
class BadRequest extends Error {}

/** The disk failed: the change is in memory, and nobody can say whether it would survive a crash. */
class NotKept extends Error {}

export class KVServer implements KVService {
  readonly #config: ServerConfig;
  readonly #table = new Table();
  readonly #snapshot: Snapshot;
  readonly #log: Log;
  readonly #counts = { total_requests: 0, get: 0, set: 0, delete: 0, expire: 0 };
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  /** The snapshot that is being written. */
  #saving: Promise<void> | undefined;

  readonly #commands = new Map<string, (request: Request) => Answer | Promise<Answer>>([
    ["GET", (request) => this.#get(textOf(request, "key"))],
    ["SET", (request) => this.#set(textOf(request, "key"), textOf(request, "value"))],
    ["DELETE", (request) => this.#delete(textOf(request, "key"))],
    ["EXPIRE", (request) => this.#expire(textOf(request, "key"), request.ttl)],
    ["STATS", () => ({ status: "success", message: "Statistics", stats: this.#stats() })],
    [
      "KEYS",
      () => ({ status: "success", message: "Keys", keys: [...this.#table.entries()].map(([key]) => key) }),
    ],
    ["MGET", (request) => this.#mget(request.keys)],
    ["MSET", (request) => this.#mset(request.entries)],
  ]);

  constructor(config: ServerConfig) {
    this.#config = config;
    this.#snapshot = new Snapshot(config.disk, config.serverId);
    this.#log = new Log(config.disk, config.serverId);
  }

  async start(): Promise<StartReport> {
    const { saveEveryMs, sweepEveryMs } = this.#config;
    const report = await this.#restore();
    this.#timers.push(setInterval(() => this.#table.sweep(), sweepEveryMs));
    this.#timers.push(setInterval(() => this.#saveAgain(), saveEveryMs));
    return report;
  }

  async handle(request: Request): Promise<Response> {
    const answer = await this.#answer(request);
    this.#counts.total_requests += 1;
    return { ...answer, server_id: this.#config.serverId };
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    // One that is under way may have passed by what changed since it began.
    await this.#saving?.catch(() => undefined);
    await this.#save();
  }

  async #answer(request: unknown): Promise<Answer> {
    try {
      if (typeof request !== "object" || request === null || Array.isArray(request))
        throw new BadRequest("Invalid request: expected a JSON object");
      const { command, password } = request as Request;
      if (typeof command !== "string") throw new BadRequest("Invalid request: expected a command");
      if (this.#config.password !== undefined && password !== this.#config.password)
        throw new BadRequest("Authentication required");
      const run = this.#commands.get(command);
      if (run === undefined) throw new BadRequest(`Unknown command: ${command.slice(0, 40)}`);
      return await run(request);
    } catch (error) {
      if (error instanceof BadRequest || error instanceof NotKept)
        return { status: "error", message: error.message };
      throw error;
    }
  }

  #get(key: string): Answer {
    this.#counts.get += 1;
    const row = this.#table.get(key);
    if (row === undefined) return { status: "error", message: "Key not found", key, value: null };
    return { status: "success", message: "Key found", key, value: row.value, ttl: secondsLeft(row.expires) };
  }

  async #set(key: string, value: string): Promise<Answer> {
    this.#counts.set += 1;
    this.#table.set(key, value);
    await this.#keep(["set", key, value, 0]);
    return { status: "success", message: "Key set successfully", key };
  }

  async #delete(key: string): Promise<Answer> {
    this.#counts.delete += 1;
    if (!this.#table.delete(key)) return { status: "error", message: "Key not found", key };
    await this.#keep(["delete", key]);
    return { status: "success", message: "Key deleted successfully", key };
  }

  async #expire(key: string, ttl: unknown): Promise<Answer> {
    if (typeof ttl !== "number" || !(ttl > 0) || !Number.isFinite(ttl * 1000))
      throw new BadRequest("Invalid request: expected a ttl in seconds, above 0");
    this.#counts.expire += 1;
    const row = this.#table.get(key);
    if (row === undefined) return { status: "error", message: "Key not found", key };
    const expires = Date.now() + ttl * 1000;
    this.#table.set(key, row.value, expires);
    await this.#keep(["set", key, row.value, expires]);
    return { status: "success", message: "Expiration set successfully", key, ttl: secondsLeft(expires) };
  }

  #mget(keys: unknown): Answer {
    if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string"))
      throw new BadRequest("Invalid request: expected keys, a list of texts");
    const values = Object.fromEntries(keys.map((key) => [key, this.#table.get(key)?.value ?? null]));
    return { status: "success", message: "Keys found", values };
  }

  async #mset(entries: unknown): Promise<Answer> {
    if (typeof entries !== "object" || entries === null || Array.isArray(entries))
      throw new BadRequest("Invalid request: expected entries, values by key");
    const pairs = Object.entries(entries as Record<string, unknown>);
    for (const [key, value] of pairs)
      if (key === "" || typeof value !== "string")
        throw new BadRequest("Invalid request: expected entries, texts by key");
    await Promise.all(
      (pairs as [string, string][]).map(([key, value]) => {
        this.#table.set(key, value);
        return this.#keep(["set", key, value, 0]);
      }),
    );
    return { status: "success", message: "Keys set successfully" };
  }

  #stats(): Stats {
    const { all, withTtl } = this.#table.count();
    return { ...this.#counts, total_keys: all, keys_with_ttl: withTtl };
  }

  async #keep(change: Change): Promise<void> {
    if (!this.#config.log) return;
    await this.#log.write(change).catch((error: unknown) => {
      throw new NotKept(`The log could not be written: ${String(error)}`);
    });
  }

  /** A snapshot that takes longer than the interval is not met by the next one: that one is left out. */
  #saveAgain(): void {
    if (this.#saving !== undefined) return;
    // A full disk, say, which has told of it: what was saved is still whole, and the next attempt may succeed.
    this.#save().catch(() => undefined);
  }

  async #save(): Promise<void> {
    this.#saving = this.#writeSnapshot().finally(() => (this.#saving = undefined));
    await this.#saving;
  }

  async #writeSnapshot(): Promise<void> {
    // Changes from now on are in the new log, and perhaps in the snapshot too; doing them twice does no harm.
    const log = this.#log.begin();
    await this.#snapshot.save({ log }, this.#table.entries());
    await this.#log.removeBefore(log);
  }

  async #restore(): Promise<StartReport> {
    const loaded = await this.#snapshot.load();
    if (loaded.kind === "rows") {
      for (const [key, { value, expires }] of loaded.rows) this.#table.set(key, value, expires);
    }
    const log = await this.#log.readFrom(loaded.kind === "rows" ? loaded.head.log : 0);
    for (const change of log.changes) {
      if (change[0] === "delete") this.#table.delete(change[1]);
      else this.#table.set(change[1], change[2], change[3] === 0 ? undefined : change[3]);
    }
    // The last line of the old file may be torn: nothing may be added behind it.
    this.#log.begin();
    this.#table.sweep();
    if (loaded.kind === "corrupt") {
      await this.#snapshot.putAside();
      return { kind: "corrupt", file: this.#snapshot.file, message: loaded.message };
    }
    if (log.corrupt !== undefined) return { kind: "corrupt", ...log.corrupt };
    const keys = this.#table.count().all;
    return loaded.kind === "none" && log.changes.length === 0
      ? { kind: "empty" }
      : { kind: "restored", keys };
  }
}

function textOf(request: Request, name: "key" | "value"): string {
  const text = request[name];
  if (typeof text !== "string") throw new BadRequest(`Invalid request: expected a ${name} that is a text`);
  if (name === "key" && text === "")
    throw new BadRequest("Invalid request: expected a key that is not empty");
  return text;
}

function secondsLeft(expires: number | undefined): number | null {
  return expires === undefined ? null : Math.ceil((expires - Date.now()) / 1000);
}
