import type { StageCalls, ScenariosOn } from "labrpc/scenarios";
import { Stage } from "labrpc/scenarios";
import type { GetOutcome, Limits, SetOutcome } from "./types";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<ReplicationStage>;

/** What the stage of this lab does when a scenario asks for it. */
export interface ReplicationStageCalls extends StageCalls {
  startCluster(config: Required<ClusterOnStage>): void;
  makeClerk(clerk: { readonly name: string; readonly nodes?: readonly number[] }): void;
  set(call: { readonly clerk: string; readonly key: string; readonly value: string }): Promise<SetOutcome>;
  get(call: { readonly clerk: string; readonly key: string; readonly node?: number }): Promise<GetOutcome>;
  readLeader(call: { readonly clerk: string; readonly key: string }): Promise<void>;
  http(
    request: Record<"method" | "path" | "body", string> & { readonly node: number },
  ): Promise<HttpAnswerOnStage>;
  stop(node: number): void;
  start(node: number): void;
  crash(node: number): void;
  restart(node: number): void;
  crowd(crowd: Required<Crowd>): Promise<void>;
  expectQuorums(nothing: null): void;
  expectSameEverywhere(withinMs: number): Promise<void>;
  expectLinearizable(nothing: null): void;
}

/** What the nodes are told when they start. */
export interface ClusterOnStage {
  /** How many followers, 0 to 11. Default 5. */
  readonly followers?: number;
  /** How many of them must confirm a write, 1 to 11. Default 3. */
  readonly writeQuorum?: number;
  /** How long the leader waits for them, 20 to 5,000 virtual ms. Default 500. */
  readonly quorumTimeoutMs?: number;
  /** Longest key and value, in characters. Default 1,024 and 65,536. */
  readonly limits?: Limits;
}

/** What came back. */
export interface HttpAnswerOnStage {
  /** 0: nothing came back. */
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Clients that work at the same time. */
export interface Crowd {
  /** How many. Default 5. */
  readonly clerks?: number;
  /** How many operations each does, one after the other. Default 8. */
  readonly operations?: number;
  /** Which keys they use. Default "a" and "b". */
  readonly keys?: readonly string[];
}

/**
 * What a scenario plays on. Node 0 is the leader, on the host `leader`; node 2 is a follower, on `follower-2`.
 *
 *     stage.startCluster({ writeQuorum: 2 });             a leader, and five followers unless you say otherwise
 *     const a = stage.clerk("clerk-a");                   a clerk on a host of its own, of that name
 *     stage.network.slow("leader", "follower-2", 100);    the leader's messages to follower-2 take 100 ms longer
 *     const { kind } = await a.set("k", "x");
 *     stage.expectEqual("how the write ended", kind, "done");
 *     stage.expectEqual("what follower-2 holds", await a.get("k", 2), { kind: "value", value: "x" });
 *     const { status } = await stage.http(0, "POST", "/set", { key: 1, value: "x" });    400
 *     await stage.expectSameEverywhere();                 in the end all nodes hold the same
 */
export class ReplicationStage extends Stage<ReplicationStageCalls> {
  /** Starts the leader and its followers, once, before anything else. */
  startCluster({
    followers = 5,
    writeQuorum = 3,
    quorumTimeoutMs = 500,
    limits = { keyLength: 1_024, valueLength: 65_536 },
  }: ClusterOnStage = {}): void {
    this.tell("startCluster", { followers, writeQuorum, quorumTimeoutMs, limits });
  }

  /** Makes a clerk. @param nodes whom it knows; it takes the first for the leader. Default: all, leader first */
  clerk(name: string, nodes?: readonly number[]): StageClerk {
    this.tell("makeClerk", { name, ...(nodes === undefined ? {} : { nodes }) });
    return {
      set: (key, value) => this.ask("set", { clerk: name, key, value }),
      get: (key, node) => this.ask("get", { clerk: name, key, ...(node === undefined ? {} : { node }) }),
      readLeader: (key) => this.ask("readLeader", { clerk: name, key }),
    };
  }

  /**
   * Sends a request by HTTP, from the host `curl`. Crowds and expectLinearizable do not know of writes by HTTP:
   * give these keys of their own.
   *
   * @param path such as "/status", or "/get/a%2Fb" for the key a/b
   * @param body sent as JSON, or, when it is a text, as it is
   */
  http(
    node: number,
    method: "GET" | "POST",
    path: string,
    body?: object | string,
  ): Promise<HttpAnswerOnStage> {
    const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    return this.ask("http", { node, method, path, body: text });
  }

  /** Unplugs a node: it reaches nobody, and keeps its memory. */
  stop(node: number): void {
    this.tell("stop", node);
  }

  /** Plugs it in again. */
  start(node: number): void {
    this.tell("start", node);
  }

  /** Kills a node: its memory is gone. */
  crash(node: number): void {
    this.tell("crash", node);
  }

  /** Starts a node that has crashed, with nothing in memory. What the leader owes you then is part 5, and optional. */
  restart(node: number): void {
    this.tell("restart", node);
  }

  /**
   * Lets many clients write, and read at the leader and elsewhere, as the seed likes, all at the same time. Each value is
   * written once. Resolves when all are done.
   */
  crowd({ clerks = 5, operations = 8, keys = ["a", "b"] }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clerks, operations, keys });
  }

  /**
   * Fails the scenario unless each clerk's write that was `done` was at a quorum of followers when the clerk heard so, and
   * at as many as `replicas` says. A follower that holds another write of the key, which may be newer, counts. Await it.
   */
  expectQuorums(): Promise<void> {
    return this.ask("expectQuorums", null);
  }

  /**
   * Fails the scenario unless all nodes hold the same after that time, and stay so. Nobody looks before. Await it; all
   * nodes must be up. @param withinMs virtual ms
   */
  expectSameEverywhere(withinMs = 30_000): Promise<void> {
    return this.ask("expectSameEverywhere", withinMs);
  }

  /** Fails the scenario unless one order of the clerks' writes explains what each readLeader found. Await it. */
  expectLinearizable(): Promise<void> {
    return this.ask("expectLinearizable", null);
  }
}

/** A clerk on the stage. */
export interface StageClerk {
  set(key: string, value: string): Promise<SetOutcome>;
  /** @param node the number of the node to ask first; left out, any */
  get(key: string, node?: number): Promise<GetOutcome>;
  /** Reads at the leader and nowhere else, for expectLinearizable. */
  readLeader(key: string): Promise<void>;
}
