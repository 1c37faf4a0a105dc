import type { StageCalls, ScenariosOn } from "labrpc/scenarios";
import { Stage } from "labrpc/scenarios";
import type { ClusterConfig } from "./types";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<KVStage>;

/** What the stage of this lab does when a scenario asks for it. */
export interface KVStageCalls extends StageCalls {
  startServers(config: ClusterConfig): void;
  stop(server: number): void;
  start(server: number): void;
  timeout(calls: { readonly machine: string; readonly server: number; readonly ms: number }): void;
  makeClerk(clerk: { readonly name: string; readonly machine: string }): void;
  get(call: { readonly clerk: string; readonly key: string }): Promise<string>;
  put(call: { readonly clerk: string; readonly key: string; readonly value: string }): Promise<void>;
  append(call: { readonly clerk: string; readonly key: string; readonly arg: string }): Promise<string>;
  askOnly(question: { readonly server: number; readonly key: string }): Promise<string | null>;
  crowd(crowd: Required<Crowd>): Promise<void>;
  expectLinearizable(nothing: null): void;
}

/** Clients that work at the same time. */
export interface Crowd {
  /** How many. Default 5. */
  readonly clerks?: number;
  /** How many operations each does, one after the other. Default 10. */
  readonly operations?: number;
  /** Which keys they use. Default "a" and "b". */
  readonly keys?: readonly string[];
}

/**
 * What a scenario plays on.
 *
 *     stage.startServers();                               one server, on the host server-0
 *     stage.startServers({ servers: 3, replicas: 2 });    a cluster: server-0, server-1, server-2
 *     const ck = stage.clerk("writer");                   a clerk on a host of its own, of that name
 *     stage.network.lose({ kind: "reply", to: "writer" });   the next reply to writer gets lost
 *     await ck.append("k", "x");
 *     stage.expectEqual("the value of k", await ck.get("k"), "x");
 *     await stage.expectLinearizable();                   one order of all calls explains every answer
 */
export class KVStage extends Stage<KVStageCalls> {
  /** Starts the servers, once, before anything else. Default: one server alone. */
  startServers({ servers = 1, replicas = 1 }: Partial<ClusterConfig> = {}): void {
    this.tell("startServers", { servers, replicas });
  }

  /** Unplugs a server: it answers nothing, and keeps its memory. */
  stop(server: number): void {
    this.tell("stop", server);
  }

  /** Plugs it in again. */
  start(server: number): void {
    this.tell("start", server);
  }

  /**
   * Lets calls from a clerk's machine to a server wait longer for their replies, from now on.
   * @param ms virtual ms, from 1,000, which is the default of all links, to 7,000
   */
  timeout(machine: string, server: number, ms: number): void {
    this.tell("timeout", { machine, server, ms });
  }

  /** Makes a clerk. @param machine the host that it is on. Default: one of its own, of its name */
  clerk(name: string, machine = name): StageClerk {
    this.tell("makeClerk", { name, machine });
    return {
      get: (key) => this.ask("get", { clerk: name, key }),
      put: (key, value) => this.ask("put", { clerk: name, key, value }),
      append: (key, arg) => this.ask("append", { clerk: name, key, arg }),
    };
  }

  /**
   * What a clerk gets that believes one server to be the whole cluster: the value, or null where the call throws, or has
   * not returned after 2 s.
   */
  askOnly(server: number, key: string): Promise<string | null> {
    return this.ask("askOnly", { server, key });
  }

  /** Lets many clients put, append and get as the seed likes, all at the same time, and waits until all are done. */
  crowd({ clerks = 5, operations = 10, keys = ["a", "b"] }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clerks, operations, keys });
  }

  /** Fails the scenario unless one order of all calls so far explains every answer. Await it. */
  expectLinearizable(): Promise<void> {
    return this.ask("expectLinearizable", null);
  }
}

/** A clerk on the stage. */
export interface StageClerk {
  get(key: string): Promise<string>;
  put(key: string, value: string): Promise<void>;
  append(key: string, arg: string): Promise<string>;
}
