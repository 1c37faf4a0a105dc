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
  Stamp,
  StatusReply,
} from "./types";
interface Row {
  readonly key: string;
  readonly value: string;
  readonly stamp: Stamp;
  /** Numbers of followers. */
  readonly lacking: Set<number>;
  readonly asked: Set<number>;
}

interface Waiting {
  readonly key: string;
  readonly stamp: Stamp;
  readonly confirmed: Set<number>;
  readonly enough: () => void;
}

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #rows = new Map<string, Row>();
  readonly #waiting = new Set<Waiting>();
  #stamp: Stamp = [0, 0];

  constructor(config: NodeConfig) {
    this.#config = config;
    if (config.nodeType !== "leader") return;
    setInterval(() => {
      for (const row of this.#rows.values()) this.#sendWhereLacking(row);
    }, 120);
    setInterval(() => {
      config.followers.forEach((end, follower) => void this.#compare(end, follower));
    }, 600);
  }

  async set({ key, value }: SetArgs): Promise<SetReply> {
    const { nodeType, writeQuorum, quorumTimeoutMs, followers, limits } = this.#config;
    if (nodeType !== "leader") return { success: false, code: "not-leader", error: "ask the leader" };
    if (typeof key !== "string" || typeof value !== "string" || key === "")
      return { success: false, code: "bad-request", error: "key and value: two strings" };
    if (key.length > limits.keyLength || value.length > limits.valueLength)
      return { success: false, code: "bad-request", error: "key or value too long" };

    const now = Date.now();
    this.#stamp = now > this.#stamp[0] ? [now, 0] : [this.#stamp[0], this.#stamp[1] + 1];
    const lacking = new Set(followers.keys());
    const row: Row = { key, value, stamp: this.#stamp, lacking, asked: new Set() };
    this.#rows.set(key, row);
    const confirmed = new Set<number>();
    await new Promise<void>((resolve) => {
      const enough = (): void => {
        if (confirmed.size < writeQuorum) return;
        this.#waiting.delete(waiting);
        resolve();
      };
      const waiting: Waiting = { key, stamp: row.stamp, confirmed, enough };
      this.#waiting.add(waiting);
      setTimeout(() => {
        this.#waiting.delete(waiting);
        resolve();
      }, quorumTimeoutMs);
      this.#sendWhereLacking(row);
    });
    const replicas = confirmed.size;
    if (replicas >= writeQuorum) return { success: true, key, value, replicas };
    return { success: false, code: "no-quorum", error: `${replicas} confirmed`, replicas };
  }

  get({ key }: GetArgs): GetReply {
    const row = this.#rows.get(key);
    if (row === undefined) return { success: false, code: "not-found", error: `nothing at ${key}` };
    return { success: true, key, value: row.value };
  }

  status(): StatusReply {
    const data = Object.fromEntries([...this.#rows.values()].map(({ key, value }) => [key, value]));
    return { node_type: this.#config.nodeType, data_count: this.#rows.size, data };
  }

  replicate({ key, value, stamp }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType !== "follower")
      return { success: false, code: "not-follower", error: "ask a follower" };
    const row = this.#rows.get(key);
    if (row === undefined || isNewer(stamp, row.stamp))
      this.#rows.set(key, { key, value, stamp, lacking: new Set(), asked: new Set() });
    return { success: true, key };
  }

  #sendWhereLacking(row: Row): void {
    for (const follower of row.lacking) if (!row.asked.has(follower)) void this.#send(row, follower);
  }

  async #send(row: Row, follower: number): Promise<void> {
    const { key, value, stamp } = row;
    row.asked.add(follower);
    try {
      const reply = await this.#config.followers[follower]?.call("replicate", { key, value, stamp });
      if (reply?.success === true) {
        row.lacking.delete(follower);
        this.#confirmed(follower, key, stamp);
      }
    } catch {
      // The timer sends it again.
    } finally {
      row.asked.delete(follower);
    }
  }

  #confirmed(follower: number, key: string, stamp: Stamp): void {
    for (const waiting of this.#waiting) {
      if (waiting.key !== key || isNewer(waiting.stamp, stamp)) continue;
      waiting.confirmed.add(follower);
      waiting.enough();
    }
  }

  async #compare(end: ClientEnd<KVService>, follower: number): Promise<void> {
    try {
      const held = new Map(Object.entries((await end.call("status", null)).data));
      for (const row of this.#rows.values()) if (held.get(row.key) !== row.value) row.lacking.add(follower);
    } catch {
      // Nothing is known of it.
    }
  }
}

function isNewer(a: Stamp, b: Stamp): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}
