import type { ClientEnd } from "labrpc";
import type {
  GetArgs,
  GetReply,
  KVService,
  NodeConfig,
  ReplicateArgs,
  ReplicateReply,
  SetArgs,
  SetReply,
  StatusReply,
} from "./types";
interface Follower {
  readonly end: ClientEnd<KVService>;
  /** What it has confirmed. */
  revision: number;
}

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #followers: Follower[];
  #data = new Map<string, string>();
  /** Who wrote #data: the time of a leader's start. */
  #leader: number;
  #revision = 0;
  #waits: { readonly revision: number; readonly look: () => void }[] = [];

  constructor(config: NodeConfig) {
    this.#config = config;
    this.#leader = config.nodeType === "leader" ? Date.now() + 1 : 0;
    this.#followers = config.followers.map((end) => ({ end, revision: 0 }));
    for (const follower of this.#followers) void this.#watch(follower);
  }

  async set({ key, value }: SetArgs): Promise<SetReply> {
    const { nodeType, writeQuorum, quorumTimeoutMs, limits } = this.#config;
    if (nodeType !== "leader") return { success: false, code: "not-leader", error: "not the leader" };
    if (typeof key !== "string" || !key || key.length > limits.keyLength)
      return { success: false, code: "bad-request", error: "bad key" };
    if (typeof value !== "string" || value.length > limits.valueLength)
      return { success: false, code: "bad-request", error: "bad value" };
    this.#data.set(key, value);
    const revision = ++this.#revision;
    const replicas = (): number => this.#followers.filter((one) => one.revision >= revision).length;
    const quorum = new Promise<void>((resolve) => {
      const look = (): void => {
        if (replicas() >= writeQuorum) resolve();
      };
      this.#waits.push({ revision, look });
      setTimeout(resolve, quorumTimeoutMs);
    });
    for (const follower of this.#followers) void this.#bring(follower, revision);
    await quorum;
    this.#waits = this.#waits.filter((wait) => wait.revision !== revision);
    const count = replicas();
    if (count >= writeQuorum) return { success: true, key, value, replicas: count };
    return { success: false, code: "no-quorum", error: "no quorum", replicas: count };
  }

  get({ key }: GetArgs): GetReply {
    const value = this.#data.get(key);
    return value === undefined
      ? { success: false, code: "not-found", error: "not found" }
      : { success: true, key, value };
  }

  status(): StatusReply {
    return {
      node_type: this.#config.nodeType,
      data_count: this.#data.size,
      data: Object.fromEntries(this.#data),
    };
  }

  replicate({ leader, revision, all }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType !== "follower")
      return { success: false, code: "not-follower", error: "not a follower" };
    if (leader > this.#leader || (leader === this.#leader && revision > this.#revision)) {
      this.#leader = leader;
      this.#revision = revision;
      this.#data = new Map(all);
    }
    return { success: true };
  }

  revision(): { leader: number; revision: number } {
    return { leader: this.#leader, revision: this.#revision };
  }

  /** Until it has this revision, or a newer one. */
  async #bring(follower: Follower, wanted: number): Promise<void> {
    while (follower.revision < wanted) {
      const revision = this.#revision;
      try {
        await follower.end.call("replicate", { leader: this.#leader, revision, all: [...this.#data] });
        follower.revision = Math.max(follower.revision, revision);
        for (const { look } of this.#waits) look();
      } catch {
        await pause(80);
      }
    }
  }

  async #watch(follower: Follower): Promise<void> {
    for (;;) {
      await pause(400);
      try {
        const known = follower.revision;
        const held = await follower.end.call("revision", null);
        // It held more once: it has started anew.
        if (held.leader !== this.#leader || held.revision < known) {
          follower.revision = held.leader === this.#leader ? held.revision : 0;
          await this.#bring(follower, this.#revision);
        }
      } catch {
        // Not there.
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
