import type { ClientEnd } from "labrpc";

/** One request. Anybody can send anything, so nothing is certain before you look. */
export interface Request {
  command?: unknown;
  key?: unknown;
  value?: unknown;
  /** EXPIRE: seconds from now. */
  ttl?: unknown;
  /** MGET (optional part). */
  keys?: unknown;
  /** MSET (optional part): values by key. */
  entries?: unknown;
  /** The server's password, where it has one (optional part). */
  password?: unknown;
}

/** The answer to one request. */
export interface Response {
  status: "success" | "error";
  /** For people. */
  message: string;
  server_id: number;
  key?: string;
  /** GET: null when there is no such key. */
  value?: string | null;
  /** GET, EXPIRE: whole seconds that are left, rounded up; null: no expiration. */
  ttl?: number | null;
  stats?: Stats;
  /** KEYS: those that have not expired, in any order. */
  keys?: string[];
  /** MGET (optional part): for each key asked for its value, or null. */
  values?: Record<string, string | null>;
}

export interface Stats {
  /** Requests of any kind that were answered before this one. */
  total_requests: number;
  get: number;
  set: number;
  delete: number;
  expire: number;
  /** Keys that have not expired. */
  total_keys: number;
  keys_with_ttl: number;
}

/**
 * A disk, as a server sees it. Names are those of files in the server's own folder; texts are UTF-8. What was not
 * flushed may be lost in a crash, wholly or in part: then a file holds a piece of what was written, from its beginning.
 */
export interface Disk {
  /** The whole text of a file, or undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Makes a file, or replaces all that is in it. */
  write(name: string, text: string): Promise<void>;
  /** Adds to the end of a file, which is made when there is none: all of the text, or, when the disk refuses, nothing. */
  append(name: string, text: string): Promise<void>;
  /** Returns when all that is in the file will survive a crash. */
  flush(name: string): Promise<void>;
  /** Gives a file another name, in one step that a crash cannot break; a file of that name is replaced. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, if it is there. */
  remove(name: string): Promise<void>;
  /** The names of all files. */
  list(): Promise<string[]>;
}

/** What a server is told when it starts. */
export interface ServerConfig {
  /** From 1. */
  readonly serverId: number;
  readonly disk: Disk;
  /** How often a snapshot is written, ms. 10,000. */
  readonly saveEveryMs: number;
  /** How often expired keys are removed, ms. 5,000. */
  readonly sweepEveryMs: number;
  /** Optional part: whether a write is answered only when it will survive a crash. */
  readonly log: boolean;
  /** Optional part: what each request must carry; undefined: nothing. */
  readonly password?: string;
}

/** What a server found on its disk. */
export type StartReport =
  | { kind: "empty" }
  | { kind: "restored"; keys: number }
  /** The file is there, and not as it was written. Nothing of it is used; it is kept under another name. */
  | { kind: "corrupt"; file: string; message: string };

/** What a server answers over its connections. */
export interface KVService {
  handle(request: Request): Promise<Response> | Response;
}

/** A server, as a client knows it. */
export interface ServerInfo {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly end: ClientEnd<KVService>;
}

export interface ClientOptions {
  /** Called before each retry, to tell the user: server 2 failed, retrying, attempt 1 of 3. */
  readonly onRetry?: (server: number, attempt: number, of: number) => void;
  /** Goes with each request (optional part). */
  readonly password?: string;
}
