import type { KVInput, Operation } from "checker";
import { RecordedCalls, testsOfLab } from "harness";
import type { Crash, CrashOptions, Host, Remote, Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { Clerk } from "../../client";
import { getOutcome, setOutcome, setOutcomeOfAnswer, type TimedSetOutcome } from "./outcomes";
import { request, type HttpAnswer } from "../../given/http";
import type { KVServer } from "../../server";
import type { GetOutcome, KVService, Limits, NodeConfig, SetOutcome, StatusReply } from "../../types";

/**
 * What the tests of lab 4 are written with.
 *
 *     simulate(name, options, scenario)             one mocha test, run once per seed
 *     const kv = startCluster(sim, { writeQuorum: 3 })   a leader and five followers; node 0 is the leader
 *     const ck = kv.clerk("clerk-0")                a clerk on a host of its own; its writes enter kv.history
 *     const curl = kv.curl(ck)                      the same client, but its writes are requests by HTTP
 *     await kv.readLeader("reader", key)            a get at the leader alone, which enters kv.history
 *     await kv.http(2, "GET", "/get/a/b")           a request by HTTP to follower-2, over the simulated network
 *     await kv.held(2, key)                         what follower-2 holds now, seen without the network
 *     kv.stop(2); kv.start(2)                       unplugs a node (it keeps its memory), plugs it in again
 *     kv.crash(2); kv.restart(2)                    kills a node, and starts it with nothing in memory
 *     kv.delay(2, 100)                              messages from the leader to follower-2 take 100 ms longer
 */
export const simulate = testsOfLab(__dirname);

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 400_000, events: 300_000 };

/** How long a call may take that nothing holds up for long, virtual ms. */
export const SOON_MS = 60_000;

/** How long the leader waits for confirmations, when a test says nothing else, virtual ms. */
export const QUORUM_TIMEOUT_MS = 500;

const LIMITS: Limits = { keyLength: 1_024, valueLength: 65_536 };

const LEADER = 0;

/** What comes of a write whose answer is lost. */
const UNANSWERED: SetOutcome = { kind: "maybe" };

/** What a write comes to that minimising leaves out: nobody has made it. */
export const LEFT_OUT: SetOutcome = Object.freeze({ kind: "maybe" });

export type KVOperation = Operation<KVInput, string>;

export interface ClusterOptions {
  /** Default 3. */
  readonly writeQuorum?: number;
  /** Default 5. */
  readonly followers?: number;
  /** Default QUORUM_TIMEOUT_MS. */
  readonly quorumTimeoutMs?: number;
  /** Default 1,024 and 65,536 characters. */
  readonly limits?: Limits;
}

/** A clerk whose writes are written down. */
export interface RecordedClerk {
  readonly host: Host;
  set(key: string, value: string): Promise<TimedSetOutcome>;
  get(key: string, node?: number): Promise<GetOutcome>;
}

export class Cluster {
  readonly writeQuorum: number;
  /** The numbers of all nodes: 0 is the leader. */
  readonly nodes: readonly number[];
  /** The numbers of the followers. */
  readonly followers: readonly number[];
  readonly #sim: Simulation;
  readonly #quorumTimeoutMs: number;
  readonly #limits: Limits;
  readonly #calls: RecordedCalls<KVInput, string>;
  /** To look at what they hold. */
  readonly #served: Remote<KVServer>[] = [];

  constructor(sim: Simulation, options: ClusterOptions) {
    const { writeQuorum = 3, followers = 5, quorumTimeoutMs = QUORUM_TIMEOUT_MS, limits = LIMITS } = options;
    this.#sim = sim;
    this.#quorumTimeoutMs = quorumTimeoutMs;
    this.#limits = limits;
    this.writeQuorum = writeQuorum;
    this.nodes = Array.from({ length: followers + 1 }, (_, node) => node);
    this.followers = this.nodes.slice(1);
    this.#calls = new RecordedCalls(sim);
    // Followers first, as in the compose file: the leader may call them at once.
    for (const node of [...this.followers, LEADER]) this.#launch(node);
  }

  /** Writes of clerks, and reads at the leader. A write without a certain outcome has no output. */
  get history(): readonly KVOperation[] {
    return this.#calls.history;
  }

  nameOf(node: number): string {
    return node === LEADER ? "leader" : `follower-${String(node)}`;
  }

  host(node: number): Host {
    return this.#sim.host(this.nameOf(node));
  }

  stop(...nodes: number[]): void {
    for (const node of nodes) this.#sim.network.disconnect(this.nameOf(node));
  }

  start(...nodes: number[]): void {
    for (const node of nodes) this.#sim.network.reconnect(this.nameOf(node));
  }

  crash(node: number, options?: CrashOptions): Crash {
    return this.host(node).crash(options);
  }

  restart(node: number): void {
    this.host(node).restart();
    this.#launch(node);
  }

  /** Messages from the leader to this follower take so much longer, virtual ms. */
  delay(follower: number, ms: number): void {
    this.#sim.network.slow(this.nameOf(LEADER), this.nameOf(follower), ms);
  }

  /** @param nodes whom the clerk knows, the leader first; default all */
  clerk(name: string, nodes: readonly number[] = this.nodes): RecordedClerk {
    const host = this.#sim.host(name);
    const clerk = host.construct<Clerk>("./client", "Clerk", this.#ends(host, nodes));
    return {
      host,
      set: (key, value) =>
        this.#set(name, { key, value }, async () => setOutcome(await clerk.set(key, value))),
      get: async (key, node) => {
        const call = node === undefined ? clerk.get(key) : clerk.get(key, node);
        return getOutcome(
          await expectInTime(this.#sim, `${name}'s get(${JSON.stringify(key)})`, SOON_MS, call),
        );
      },
    };
  }

  /** The client of this clerk, but writing by HTTP: it sees key and value in the answer, which a clerk does not show. */
  curl(ck: RecordedClerk): RecordedClerk {
    const { name } = ck.host;
    return {
      ...ck,
      set: (key, value) => this.#set(name, { key, value }, () => this.#post(name, { key, value })),
    };
  }

  /** A get at the leader and nowhere else. */
  async readLeader(client: string, key: string): Promise<void> {
    const call = async (): Promise<string | undefined> => {
      const [leader] = this.#ends(this.#sim.host(client), [LEADER]);
      const reply = await leader?.call("get", { key }).catch(() => undefined);
      return reply === undefined ? undefined : reply.success ? reply.value : "";
    };
    await this.#calls.make(client, {
      input: { op: "get", key },
      call,
      outputOf: (value) => value,
      leftOut: undefined,
    });
  }

  /** @param body sent as JSON, or, when it is a text, as it is */
  http(node: number, method: "GET" | "POST", path: string, body?: object | string): Promise<HttpAnswer> {
    const [end] = this.#ends(this.#sim.host("curl"), [node]);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return expectInTime(
      this.#sim,
      `${method} ${path.slice(0, 80)} at ${this.nameOf(node)}`,
      SOON_MS,
      request(end as ClientEnd<KVService>, method, path, text),
    );
  }

  /** What a node holds at this moment, or undefined when it does not have the key. */
  async held(node: number, key: string): Promise<string | undefined> {
    const reply = await this.#served[node]?.get({ key });
    return reply?.success === true ? reply.value : undefined;
  }

  /** The followers that hold exactly this now. */
  async holders(key: string, value: string): Promise<number[]> {
    const holding: number[] = [];
    for (const follower of this.followers)
      if ((await this.held(follower, key)) === value) holding.push(follower);
    return holding;
  }

  /** Everything that a node holds at this moment. */
  async contents(node: number): Promise<Readonly<Record<string, string>>> {
    const status: unknown = await this.#served[node]?.status();
    const { data, data_count } = (status ?? {}) as {
      data?: StatusReply["data"] | null;
      data_count?: unknown;
    };
    const keys = Object.keys(data ?? {}).length;
    if (typeof data === "object" && data !== null && data_count === keys) return data;
    // A Map has no keys of this kind, and JSON would make {} of it.
    if (isPlainObject(data)) {
      return this.#sim.fail(
        `data_count in the status of ${this.nameOf(node)} must be the number of keys in data`,
        {
          expected: keys,
          got: data_count,
        },
      );
    }
    return this.#sim.fail(`the status of ${this.nameOf(node)} must hold its data`, {
      expected: "{ node_type, data_count, data: { key: value, … } }",
      got: status,
    });
  }

  #launch(node: number): void {
    const host = this.host(node);
    const leader = node === LEADER;
    const config: NodeConfig = {
      nodeType: leader ? "leader" : "follower",
      writeQuorum: this.writeQuorum,
      followers: leader ? this.#ends(host, this.followers) : [],
      quorumTimeoutMs: this.#quorumTimeoutMs,
      limits: this.#limits,
    };
    const served = host.construct<KVServer>("./server", "KVServer", config);
    this.#served[node] = host.unseen(served);
    host.serve(served);
  }

  #ends(host: Host, nodes: readonly number[]): ClientEnd<KVService>[] {
    return nodes.map((node) => host.end<KVService>(this.nameOf(node)));
  }

  async #set(
    name: string,
    { key, value }: { readonly key: string; readonly value: string },
    set: () => Promise<SetOutcome>,
  ): Promise<TimedSetOutcome> {
    const from = this.#sim.now;
    const outcome = await this.#calls.make(name, {
      input: { op: "put", key, value },
      call: () => expectInTime(this.#sim, `${name}'s set(${JSON.stringify(key)})`, SOON_MS, set()),
      // After `no-quorum` the leader has it as well.
      outputOf: ({ kind }) => (kind === "done" || kind === "no-quorum" ? "" : undefined),
      leftOut: LEFT_OUT,
    });
    const tookMs = this.#sim.now - from;
    if (outcome.kind !== "no-quorum" || tookMs >= this.#quorumTimeoutMs) return outcome;
    return { ...outcome, tooSoon: { tookMs, quorumTimeoutMs: this.#quorumTimeoutMs } };
  }

  async #post(name: string, entry: { readonly key: string; readonly value: string }): Promise<SetOutcome> {
    const [leader] = this.#ends(this.#sim.host(name), [LEADER]);
    try {
      const answer = await request(leader as ClientEnd<KVService>, "POST", "/set", JSON.stringify(entry));
      return setOutcomeOfAnswer(`${name}'s POST /set`, answer, entry);
    } catch (error) {
      if (error instanceof TimeoutError) return UNANSWERED;
      throw error;
    }
  }
}

/** Starts a leader and its followers, each on a host of its own: `leader`, `follower-1` and so on. */
export function startCluster(sim: Simulation, options: ClusterOptions = {}): Cluster {
  return new Cluster(sim, options);
}

function isPlainObject(data: unknown): boolean {
  return Object.prototype.toString.call(data) === "[object Object]";
}
