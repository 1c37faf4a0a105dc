import type { ClientEnd } from "labrpc";
import type {
  GetArgs,
  GetReply,
  KVService,
  LogEntry,
  NodeConfig,
  ReplicateArgs,
  ReplicateReply,
  SetArgs,
  SetReply,
  StatusReply,
} from "./types";
const HEARTBEAT_MS = 400;
const AGAIN_MS = 60;
const MOST_ENTRIES = 50;

interface Wait {
  readonly position: number;
  readonly confirmed: Set<number>;
  readonly check: () => void;
}

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #values = new Map<string, string>();
  #log: LogEntry[] = [];
  #logName: string;
  readonly #waits = new Set<Wait>();
  readonly #wake = new Map<number, () => void>();

  constructor(config: NodeConfig) {
    this.#config = config;
    this.#logName = config.nodeType === "leader" ? String(Date.now()).padStart(20, "0") : "";
    config.followers.forEach((end, follower) => void this.#lead(end, follower));
  }

  async set({ key, value }: SetArgs): Promise<SetReply> {
    const { nodeType, writeQuorum, quorumTimeoutMs, limits } = this.#config;
    if (nodeType === "follower") return { success: false, code: "not-leader", error: "I follow" };
    if (typeof key !== "string" || typeof value !== "string")
      return { success: false, code: "bad-request", error: "key and value must be strings" };
    if (key === "" || key.length > limits.keyLength || value.length > limits.valueLength)
      return { success: false, code: "bad-request", error: "key or value has a wrong length" };
    const position = this.#log.push({ key, value }) - 1;
    this.#values.set(key, value);
    const replicas = await new Promise<number>((resolve) => {
      const confirmed = new Set<number>();
      const wait = { position, confirmed, check: () => confirmed.size >= writeQuorum && done() };
      const done = (): void => {
        this.#waits.delete(wait);
        resolve(confirmed.size);
      };
      this.#waits.add(wait);
      setTimeout(done, quorumTimeoutMs);
      for (const wake of this.#wake.values()) wake();
    });
    if (replicas >= writeQuorum) return { success: true, key, value, replicas };
    return { success: false, code: "no-quorum", error: "too few followers confirmed", replicas };
  }

  get({ key }: GetArgs): GetReply {
    const value = this.#values.get(key);
    if (value === undefined) return { success: false, code: "not-found", error: "no such key" };
    return { success: true, key, value };
  }

  status(): StatusReply {
    const data = Object.fromEntries(this.#values);
    return { node_type: this.#config.nodeType, data_count: this.#values.size, data };
  }

  replicate({ log, from, entries }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType === "leader")
      return { success: false, code: "not-follower", error: "I am the leader" };
    if (log > this.#logName) {
      this.#logName = log;
      this.#log = [];
      this.#values.clear();
    }
    if (log === this.#logName && from <= this.#log.length) {
      for (const entry of entries.slice(this.#log.length - from)) {
        this.#log.push(entry);
        this.#values.set(entry.key, entry.value);
      }
    }
    return { success: true, length: this.#log.length };
  }

  async #lead(end: ClientEnd<KVService>, follower: number): Promise<never> {
    let next = 0;
    for (;;) {
      const entries = this.#log.slice(next, next + MOST_ENTRIES);
      try {
        const reply = await end.call("replicate", { log: this.#logName, from: next, entries });
        if (reply.success) {
          next = reply.length;
          this.#confirm(follower, next);
        }
        if (next < this.#log.length) continue;
        await new Promise<void>((resolve) => {
          this.#wake.set(follower, resolve);
          setTimeout(resolve, HEARTBEAT_MS);
        });
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  #confirm(follower: number, length: number): void {
    for (const wait of this.#waits) {
      if (wait.position >= length) continue;
      wait.confirmed.add(follower);
      wait.check();
    }
  }
}
