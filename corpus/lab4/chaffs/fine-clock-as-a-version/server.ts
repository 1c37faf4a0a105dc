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
interface Stored {
  readonly value: string;
  readonly version: number;
}

const AGAIN_MS = 100;
const PING_MS = 700;

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #stored = new Map<string, Stored>();
  readonly #boot = Math.random();
  /** The start that each follower last spoke of. */
  readonly #boots = new Map<ClientEnd<KVService>, number>();

  constructor(config: NodeConfig) {
    this.#config = config;
    for (const follower of config.followers) void this.#watch(follower);
  }

  set({ key, value }: SetArgs): SetReply | Promise<SetReply> {
    const { nodeType, followers, writeQuorum, quorumTimeoutMs, limits } = this.#config;
    if (nodeType !== "leader") return { success: false, code: "not-leader", error: "write at the leader" };
    if (typeof key !== "string" || key.length < 1 || key.length > limits.keyLength)
      return { success: false, code: "bad-request", error: `a key has 1 to ${limits.keyLength} characters` };
    if (typeof value !== "string" || value.length > limits.valueLength)
      return {
        success: false,
        code: "bad-request",
        error: `a value has up to ${limits.valueLength} characters`,
      };

    const version = performance.timeOrigin + performance.now();
    this.#stored.set(key, { value, version });
    return new Promise((resolve) => {
      let replicas = 0;
      const timer = setTimeout(() => {
        resolve({ success: false, code: "no-quorum", error: `only ${replicas} confirmed`, replicas });
      }, quorumTimeoutMs);
      for (const follower of followers) {
        void this.#bring(follower, { key, value, version }).then(() => {
          replicas += 1;
          if (replicas !== writeQuorum) return;
          clearTimeout(timer);
          resolve({ success: true, key, value, replicas });
        });
      }
    });
  }

  get({ key }: GetArgs): GetReply {
    const stored = this.#stored.get(key);
    return stored === undefined
      ? { success: false, code: "not-found", error: "no such key" }
      : { success: true, key, value: stored.value };
  }

  status(): StatusReply {
    const data = Object.fromEntries([...this.#stored].map(([key, { value }]) => [key, value]));
    return { node_type: this.#config.nodeType, data_count: this.#stored.size, data };
  }

  replicate({ key, value, version }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType !== "follower")
      return { success: false, code: "not-follower", error: "this is the leader" };
    if (version > (this.#stored.get(key)?.version ?? 0)) this.#stored.set(key, { value, version });
    return { success: true, key, boot: this.#boot };
  }

  ping(): { boot: number } {
    return { boot: this.#boot };
  }

  async #bring(follower: ClientEnd<KVService>, args: ReplicateArgs): Promise<void> {
    for (;;) {
      try {
        const reply = await follower.call("replicate", args);
        if (reply.success) {
          this.#spoke(follower, reply.boot);
          return;
        }
      } catch {
        // Perhaps it has it, perhaps not.
      }
      await pause(AGAIN_MS);
    }
  }

  async #watch(follower: ClientEnd<KVService>): Promise<void> {
    for (;;) {
      await pause(PING_MS);
      try {
        this.#spoke(follower, (await follower.call("ping", null)).boot);
      } catch {
        // Away.
      }
    }
  }

  #spoke(follower: ClientEnd<KVService>, boot: number): void {
    const before = this.#boots.get(follower);
    this.#boots.set(follower, boot);
    if (before === undefined || before === boot) return;
    for (const [key, stored] of this.#stored) void this.#bring(follower, { key, ...stored });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
