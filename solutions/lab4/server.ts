import { randomUUID } from "node:crypto";
import { areEntries } from "./areEntries";
import { Confirmations } from "./Confirmations";
import { FollowerLink } from "./FollowerLink";
import { requestProblem } from "./requestProblem";
import { Store } from "./Store";
import type {
  Entry,
  GetArgs,
  GetReply,
  KVService,
  NodeConfig,
  Refusal,
  RefusalCode,
  ReplicateArgs,
  ReplicateReply,
  SetArgs,
  SetReply,
  StatusReply,
  SyncReply,
} from "./types";

/** So many writes within one millisecond have versions of their own. */
const VERSIONS_PER_MS = 1_000;

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #store = new Store();
  readonly #life = randomUUID();
  readonly #confirmations = new Confirmations();
  readonly #links: FollowerLink[];
  #version = 0;

  constructor(config: NodeConfig) {
    this.#config = config;
    this.#links = config.followers.map(
      (end, follower) =>
        new FollowerLink(end, {
          compare: (held) => this.#compare(held),
          confirm: (entries) => this.#confirmations.confirm(follower, entries),
        }),
    );
  }

  async set(args: SetArgs): Promise<SetReply> {
    const { nodeType, limits, writeQuorum, quorumTimeoutMs } = this.#config;
    if (nodeType !== "leader") return refuse("not-leader", "Only leader accepts write requests");
    const problem = requestProblem(args, limits);
    if (problem !== undefined) return refuse("bad-request", problem);
    const { key, value } = args as { key: string; value: string };
    const entry = { key, value, version: this.#nextVersion() };
    this.#store.take(entry);
    for (const link of this.#links) link.send(entry);
    const replicas = await this.#confirmations.wait(entry, writeQuorum, quorumTimeoutMs);
    if (replicas >= writeQuorum) return { success: true, key, value, replicas };
    return { ...refuse("no-quorum", "Not enough replicas confirmed"), replicas };
  }

  get({ key }: GetArgs): GetReply {
    const entry = this.#store.get(key);
    if (entry === undefined) return refuse("not-found", "Key not found");
    return { success: true, key, value: entry.value };
  }

  status(): StatusReply {
    const { entries } = this.#store;
    return {
      node_type: this.#config.nodeType,
      data_count: entries.length,
      data: Object.fromEntries(entries.map(({ key, value }) => [key, value])),
    };
  }

  replicate(args: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType !== "follower")
      return refuse("not-follower", "Only followers accept replication requests");
    if (args.entries !== undefined && !areEntries(args.entries))
      return refuse("bad-request", "expected entries, each of a key, a value and a version");
    const life = this.#life;
    if (args.entries !== undefined) {
      for (const entry of args.entries) this.#store.take(entry);
      return { success: true, life };
    }
    const problem = requestProblem(args, this.#config.limits);
    if (problem !== undefined) return refuse("bad-request", problem);
    // Somebody by hand, without a version: newer than what is here, older than what the leader writes next.
    const { key, value } = args as { key: string; value: string };
    this.#store.take({ key, value, version: (this.#store.get(key)?.version ?? 0) + 1 });
    return { success: true, key, life };
  }

  /** What this follower holds, for a leader that does not know it: one of them has started anew. */
  sync(): SyncReply {
    return { life: this.#life, entries: this.#store.entries };
  }

  /**
   * Takes what a follower holds and the leader does not: a leader that has started anew gets back what its followers
   * have kept. Returns what the follower lacks.
   */
  #compare(held: readonly Entry[]): Entry[] {
    for (const entry of held) {
      if (!this.#store.take(entry)) continue;
      this.#version = Math.max(this.#version, entry.version);
      for (const link of this.#links) link.send(entry);
    }
    const versions = new Map(held.map(({ key, version }) => [key, version]));
    return this.#store.entries.filter(({ key, version }) => version > (versions.get(key) ?? -1));
  }

  /** One order of all writes. It begins at the clock, so that a leader that has started anew goes on behind the old one. */
  #nextVersion(): number {
    this.#version = Math.max(this.#version + 1, Date.now() * VERSIONS_PER_MS);
    return this.#version;
  }
}

function refuse<Code extends RefusalCode>(code: Code, error: string): Refusal<Code> {
  return { success: false, code, error };
}
