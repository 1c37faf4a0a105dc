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
  Versioned,
} from "./types";
const HEARTBEAT_MS = 300;

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #all = new Map<string, Versioned>();
  #last = 0;

  constructor(config: NodeConfig) {
    this.#config = config;
    for (const end of config.followers) setInterval(() => void this.#beat(end), HEARTBEAT_MS);
  }

  async set({ key, value }: SetArgs): Promise<SetReply> {
    const { nodeType, followers, writeQuorum, quorumTimeoutMs, limits } = this.#config;
    if (nodeType === "follower")
      return { success: false, code: "not-leader", error: "Only leader accepts write requests" };
    if (typeof key !== "string" || key === "" || key.length > limits.keyLength)
      return {
        success: false,
        code: "bad-request",
        error: "expected a key that is a string and not too long",
      };
    if (typeof value !== "string" || value.length > limits.valueLength)
      return {
        success: false,
        code: "bad-request",
        error: "expected a value that is a string and not too long",
      };
    this.#last += 1;
    const entry = { key, value, version: this.#last };
    this.#all.set(key, entry);
    const until = Date.now() + quorumTimeoutMs;
    let confirmed = 0;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, quorumTimeoutMs);
      for (const end of followers) {
        void this.#send(end, entry, until).then((has) => {
          if (has) confirmed += 1;
          if (confirmed === writeQuorum) resolve();
        });
      }
    });
    return confirmed >= writeQuorum
      ? { success: true, key, value, replicas: confirmed }
      : { success: false, code: "no-quorum", error: "Not enough replicas confirmed", replicas: confirmed };
  }

  get({ key }: GetArgs): GetReply {
    const entry = this.#all.get(key);
    if (entry) return { success: true, key, value: entry.value };
    return { success: false, code: "not-found", error: "Key not found" };
  }

  status(): StatusReply {
    const data = Object.fromEntries([...this.#all.values()].map(({ key, value }) => [key, value]));
    return { node_type: this.#config.nodeType, data_count: this.#all.size, data };
  }

  replicate({ entries }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType === "leader")
      return { success: false, code: "not-follower", error: "Only followers accept replication requests" };
    const copy = entries.length > 1;
    for (const entry of entries) {
      const mine = this.#all.get(entry.key);
      if (copy || mine === undefined || mine.version < entry.version) this.#all.set(entry.key, entry);
    }
    return { success: true };
  }

  heartbeat({ digest }: { digest: string }): { same: boolean } {
    return { same: digest === this.#digest() };
  }

  /** FNV-1a of all keys and versions. */
  #digest(): string {
    let hash = 0x811c9dc5;
    for (const key of [...this.#all.keys()].sort()) {
      for (const character of JSON.stringify([key, this.#all.get(key)?.version])) {
        hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
      }
    }
    return `${this.#all.size}/${hash >>> 0}`;
  }

  async #send(end: ClientEnd<KVService>, entry: Versioned, until: number): Promise<boolean> {
    do {
      try {
        const reply = await end.call("replicate", { entries: [entry] });
        return reply.success;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } while (Date.now() < until);
    return false;
  }

  async #beat(end: ClientEnd<KVService>): Promise<void> {
    try {
      const { same } = await end.call("heartbeat", { digest: this.#digest() });
      if (!same) await end.call("replicate", { entries: [...this.#all.values()] });
    } catch {
      // The next heartbeat comes soon.
    }
  }
}
