import { Stage, type ScenariosOn, type StageCalls } from "labrpc/scenarios";
import type { BusMessage, Level } from "./types";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<StoreStage>;

/** The fields of a message that the contract names. */
export type Published = Pick<BusMessage, "timestamp" | "id" | "type" | "key" | "value" | "ack">;

/** Clients that work at the same time, each after pauses of up to 40 ms. */
export interface Crowd {
  /** How many; the first talks to server 0, the second to server 1, and round again. Default 6. */
  readonly clerks?: number;
  /** How many operations each does, one after the other. Default 5. */
  readonly operations?: number;
  /** Which keys they use. Default "a" and "b". */
  readonly keys?: readonly string[];
  /** How many links between servers the seed slows, by up to 200 ms, until all are done. Default 0. */
  readonly slowLinks?: number;
}

/** What the stage of this lab does when a scenario asks for it. */
export interface StoreStageCalls extends StageCalls {
  startServers(config: { readonly level: Level; readonly servers: number }): void;
  makeClerk(clerk: { readonly name: string; readonly server: number }): void;
  get(call: { readonly clerk: string; readonly key: string }): Promise<string>;
  set(call: { readonly clerk: string; readonly key: string; readonly value: string }): Promise<void>;
  look(at: { readonly server: number; readonly key: string }): Promise<string>;
  published(server: number): Promise<Published[]>;
  crowd(crowd: Required<Crowd>): Promise<void>;
  expectConsistent(nothing: null): Promise<void>;
  expectConvergence(nothing: null): Promise<void>;
  expectClocks(nothing: null): Promise<void>;
}

/**
 * What a scenario plays on. All times are virtual ms.
 *
 *     stage.startServers("sequential");              server-0, server-1 and server-2, with a bus between them
 *     stage.startServers("eventual", 5);             five of them
 *     const a = stage.clerk("clerk-a", 0);           a client of server 0
 *     stage.network.slow("server-0", "server-1", 300);   what server 0 publishes comes to server 1 300 ms later
 *     await a.set("k", "x");
 *     await stage.look(1, "k")                       what server 1 would answer now
 *     await stage.expectConsistent();                what all clients saw is as the level promises
 *
 * The bus sends again what it has lost, every 250 ms. So `stage.network.lose({ from: "server-0", to: "server-1" })`
 * makes a message late, and after `block` and `unblock` everything arrives. A long cut costs many events: half a minute
 * is bearable.
 */
export class StoreStage extends Stage<StoreStageCalls> {
  /** Starts the servers, once, before anything else. @param servers how many, from 1 to 12 */
  startServers(level: Level, servers = 3): void {
    this.tell("startServers", { level, servers });
  }

  /** Makes a clerk on a host of its own, of its name. It makes one call at a time. @param server which it talks to */
  clerk(name: string, server = 0): StageClerk {
    this.tell("makeClerk", { name, server });
    return {
      get: (key) => this.ask("get", { clerk: name, key }),
      set: (key, value) => this.ask("set", { clerk: name, key, value }),
    };
  }

  /**
   * What a server answers to a get, asked without the network. Under "linearizable" this is a read like any other: it
   * waits for its turn. No checker counts looks.
   */
  look(server: number, key: string): Promise<string> {
    return this.ask("look", { server, key });
  }

  /** What a server has published on the bus so far, in order: each message once, however often the bus sent it. */
  published(server: number): Promise<readonly Published[]> {
    return this.ask("published", server);
  }

  /**
   * Lets many clients set and get as the seed likes, all at the same time, and waits until all are done. Now and then
   * two of them write the same value, except under "causal".
   */
  crowd({ clerks = 6, operations = 5, keys = ["a", "b"], slowLinks = 0 }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clerks, operations, keys, slowLinks });
  }

  /**
   * Fails the scenario unless what all clerks saw so far is as the level promises. Await it.
   *
   * - linearizable: one order of all calls, which keeps real time, explains every answer.
   * - sequential: one order explains them, which keeps each client's own, and has the writes as they were stamped.
   * - causal: an effect is never seen without its cause. Each write needs a value of its own.
   * - eventual: for each key a server holds what was written there or something stamped later, and never goes back.
   */
  expectConsistent(): Promise<void> {
    return this.ask("expectConsistent", null);
  }

  /**
   * Waits 5,000 ms; fails the scenario unless all servers then hold the last write of each key that a clerk has written:
   * the one with the largest timestamp, then server, then value. Mend the network before. Not for "causal", which does
   * not promise that. Await it.
   */
  expectConvergence(): Promise<void> {
    return this.ask("expectConvergence", null);
  }

  /**
   * Fails the scenario unless each message so far is stamped behind all that its sender had sent and received. Await it.
   */
  expectClocks(): Promise<void> {
    return this.ask("expectClocks", null);
  }
}

/** A clerk on the stage. A call that has not returned after 120,000 ms fails the scenario. */
export interface StageClerk {
  get(key: string): Promise<string>;
  set(key: string, value: string): Promise<void>;
}
