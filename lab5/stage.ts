import { Stage, type ScenariosOn, type StageCalls } from "labrpc/scenarios";
import type { Response, StartReport } from "./types";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<KVStage>;

/** What servers are told. Times are virtual ms. */
export interface StageServers {
  /** How many. Default 3: server-1, server-2, server-3. */
  readonly servers?: number;
  /** How often each writes a snapshot. Default 10,000. */
  readonly saveEveryMs?: number;
  /** How often each removes expired keys. Default 5,000. */
  readonly sweepEveryMs?: number;
  /** Part 4, optional: whether they are to keep a log. Default false. */
  readonly log?: boolean;
  /** Part 5, optional: what each request has to carry. Clients send it by themselves. Default: nothing. */
  readonly password?: string;
}

/** What a server found on its disk, or that it was killed before it could say so. */
export type StartEnd = StartReport | { readonly kind: "killed" };

export interface StageClientOptions {
  /** The numbers of the servers that it knows, in this order. Default: all, from 1. */
  readonly servers?: readonly number[];
  /** Whether it has an `onRetry` to call. Default true. */
  readonly isTold?: boolean;
}

/** What a fault of the hardware does to a file. */
export interface StageDamage {
  /** One character is changed, lost or added; or the file is cut off there. */
  readonly how: "changed" | "lost" | "added" | "cut";
  /** Where: 0 is the file's beginning, 1 its end, 0.5 the middle. */
  readonly at: number;
  /** The file's name. Default: the server's snapshot. */
  readonly file?: string;
}

/** Clients that work at the same time. */
export interface Crowd {
  /** How many, at most 4. Default 4. */
  readonly clients?: number;
  /** How many requests each makes, one after the other. Default 20. */
  readonly operations?: number;
  /** Which keys they use. Default "a", "b" and "c". */
  readonly keys?: readonly string[];
  /** The longest usual pause between two requests of a client, virtual ms. Default 300. */
  readonly pauseMs?: number;
}

/** What the stage of this lab does when a scenario asks for it. A client goes by its name, a server by its number. */
export interface KVStageCalls extends StageCalls {
  startServers(config: StageServers): Promise<void>;
  start(server: number): Promise<StartEnd>;
  stop(call: { readonly server: number; readonly lingerMs: number }): Promise<number>;
  kill(server: number): void;
  killAtDisk(call: { server: number; nth: number; withinMs: number }): Promise<boolean>;
  slowDisk(disk: { readonly server: number; readonly ms: number }): void;
  diskUses(server: number): number;
  files(server: number): Record<string, string>;
  damage(damage: StageDamage & { readonly server: number }): string;
  makeClient(client: StageClientOptions & { readonly name: string }): void;
  call(call: ClientCall): Promise<unknown>;
  send(call: { readonly server: number; readonly request: unknown }): Promise<Response | "no answer">;
  ring(ring: {
    readonly servers: readonly number[];
    readonly keys: readonly string[];
  }): Promise<number[] | "none">;
  crowd(crowd: Required<Crowd>): Promise<void>;
  expectRight(nothing: null): void;
}

/** A call of one of a client's methods. */
export interface ClientCall {
  readonly client: string;
  readonly method: keyof StageClient;
  readonly args: readonly unknown[];
}

/**
 * What a scenario plays on. All times are virtual ms; a ttl is in seconds, as everywhere in this lab.
 *
 *     await stage.startServers({ servers: 1 });      server-1, with an empty disk
 *     const a = stage.client("client-a");            a client on a host of its own, of that name
 *     await a.set("k", "x");                         an answer is a Response, see types.ts
 *     await a.expire("k", 1.5);
 *     await stage.stop(1);                           Ctrl-C; stage.kill(1) is kill -9
 *     await stage.sleep(3_600_000);                  an hour, the longest at a time
 *     stage.expectEqual("what it found", (await stage.start(1)).kind, "restored");
 *     stage.expectEqual("its status", (await a.get("k")).status, "error");
 *     stage.network.disconnect("server-1");          nobody reaches it; it goes on, with its disk
 *
 * Whatever happens to the network: what a server says to its disk arrives.
 */
export class KVStage extends Stage<KVStageCalls> {
  /** Starts the servers, once, before anything else. */
  startServers(config: StageServers = {}): Promise<void> {
    return this.ask("startServers", config);
  }

  /** Starts a server that was stopped or killed, with what its disk holds. Resolves to what it found there. */
  start(server: number): Promise<StartEnd> {
    return this.ask("start", server);
  }

  /**
   * Ends a server in good order. Resolves to how often it used its disk after its `stop()` had returned: an operator
   * expects 0.
   *
   * @param lingerMs how long its process stays after that, virtual ms
   */
  stop(server: number, lingerMs = 0): Promise<number> {
    return this.ask("stop", { server, lingerMs });
  }

  /** Kills a server: its memory is gone, and of what it has not flushed the disk holds all, nothing, or a piece. */
  kill(server: number): void {
    this.tell("kill", server);
  }

  /**
   * Kills a server just before it changes something on its disk for the `nth` time from now: it writes, appends, flushes,
   * renames or removes. Resolves to whether that happened within so many virtual ms.
   */
  killAtDisk(server: number, nth: number, withinMs = 60_000): Promise<boolean> {
    return this.ask("killAtDisk", { server, nth, withinMs });
  }

  /** Lets each thing that a server does to its disk take so much longer. @param ms virtual ms, at most 4,000; 0: fast again */
  slowDisk(server: number, ms: number): void {
    this.tell("slowDisk", { server, ms });
  }

  /** How often a server has changed something on its disk so far. */
  diskUses(server: number): Promise<number> {
    return this.ask("diskUses", server);
  }

  /** What is on a server's disk: the texts of all files, by their names. What is in them is the server's own affair. */
  files(server: number): Promise<Record<string, string>> {
    return this.ask("files", server);
  }

  /** Damages a file of a server that is down, never in a blank. Resolves to the text that the file has then. */
  damage(server: number, damage: StageDamage): Promise<string> {
    return this.ask("damage", { server, ...damage });
  }

  /** Makes a client. */
  client(name: string, options: StageClientOptions = {}): StageClient {
    this.tell("makeClient", { name, ...options });
    const call = async <T>(method: keyof StageClient, ...args: readonly unknown[]): Promise<T> =>
      (await this.ask("call", { client: name, method, args })) as T;
    return {
      serverOf: (key) => call("serverOf", key),
      get: (key) => call("get", key),
      set: (key, value) => call("set", key, value),
      delete: (key) => call("delete", key),
      expire: (key, ttl) => call("expire", key, ttl),
      stats: (...server) => call("stats", ...server),
      keys: (...server) => call("keys", ...server),
      mget: (keys) => call("mget", keys),
      mset: (entries) => call("mset", entries),
      retries: () => call("retries"),
    };
  }

  /** Sends a server any request at all, from the host "raw". What is undefined in it is left out. */
  send(server: number, request: unknown): Promise<Response | "no answer"> {
    return this.ask("send", { server, request });
  }

  /** Part 5, optional: the servers' numbers for keys, in their order, by the program's ring; "none" where that throws. */
  ring(servers: readonly number[], keys: readonly string[]): Promise<number[] | "none"> {
    return this.ask("ring", { servers, keys });
  }

  /**
   * Lets many clients make requests of all kinds as the seed likes, often when a key is about to expire, and waits until
   * all are done. In the end somebody looks at everything.
   */
  crowd({ clients = 4, operations = 20, keys = ["a", "b", "c"], pauseMs = 300 }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clients, operations, keys, pauseMs });
  }

  /**
   * Fails the scenario unless all answers that servers have given so far are right, to whomever: what a key holds, how
   * long, what survives a stop and a kill, and the figures of STATS. It knows no more than parts 1 to 3. Await it.
   */
  expectRight(): Promise<void> {
    return this.ask("expectRight", null);
  }
}

/** A retry that a client told its user of. */
export interface StageRetry {
  readonly server: number;
  readonly attempt: number;
  readonly of: number;
  /** Virtual ms since 1970. */
  readonly at: number;
}

/** A client on the stage. It may make several calls at a time. */
export interface StageClient {
  /** The number of the server that a key belongs to. */
  serverOf(key: string): Promise<number>;
  get(key: string): Promise<Response>;
  set(key: string, value: string): Promise<Response>;
  delete(key: string): Promise<Response>;
  /** @param ttl seconds from now */
  expire(key: string, ttl: number): Promise<Response>;
  /** Of each server, or of one alone. */
  stats(server?: number): Promise<Response[]>;
  keys(server?: number): Promise<Response[]>;
  /** Part 5, optional. Resolves to "rejected" where the program's call does not resolve. */
  mget(keys: readonly string[]): Promise<Readonly<Record<string, string | null>> | "rejected">;
  mset(entries: Readonly<Record<string, string>>): Promise<"done" | "rejected">;
  /** What its user was told of retries so far, and when. */
  retries(): Promise<readonly StageRetry[]>;
}
