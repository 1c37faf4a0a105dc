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
interface Early {
  readonly key: string;
  readonly value: string;
  readonly executed: (() => void)[];
}

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #values = new Map<string, string>();
  /** Leader: all writes, number 1 first. */
  readonly #writes: { key: string; value: string }[] = [];
  /** Follower: what waits for others. */
  readonly #early = new Map<number, Early>();
  #next = 1;

  constructor(config: NodeConfig) {
    this.#config = config;
    for (const end of config.followers) void this.#lookAfter(end, this.#underWay(end));
  }

  set(args: SetArgs): SetReply | Promise<SetReply> {
    const { nodeType, limits, followers, writeQuorum, quorumTimeoutMs } = this.#config;
    if (nodeType !== "leader") return { success: false, code: "not-leader", error: "go to the leader" };
    const { key, value } = args;
    if (typeof key !== "string" || typeof value !== "string" || key.length === 0)
      return { success: false, code: "bad-request", error: "expected a key and a value" };
    if (key.length > limits.keyLength || value.length > limits.valueLength)
      return { success: false, code: "bad-request", error: "too long" };
    this.#values.set(key, value);
    const number = this.#writes.push({ key, value });
    return new Promise((resolve) => {
      let replicas = 0;
      for (const end of followers) {
        void this.#bring(end, number).then(() => {
          if (++replicas === writeQuorum) resolve({ success: true, key, value, replicas });
        });
      }
      setTimeout(() => {
        resolve({ success: false, code: "no-quorum", error: "too few confirmed", replicas });
      }, quorumTimeoutMs);
    });
  }

  get({ key }: GetArgs): GetReply {
    const value = this.#values.get(key);
    if (value === undefined) return { success: false, code: "not-found", error: "unknown key" };
    return { success: true, key, value };
  }

  status(): StatusReply {
    return {
      node_type: this.#config.nodeType,
      data_count: this.#values.size,
      data: Object.fromEntries(this.#values.entries()),
    };
  }

  replicate({ key, value, number }: ReplicateArgs): ReplicateReply | Promise<ReplicateReply> {
    if (this.#config.nodeType !== "follower")
      return { success: false, code: "not-follower", error: "I am the leader" };
    if (number < this.#next) return { success: true, key };
    const early = this.#early.get(number) ?? { key, value, executed: [] };
    this.#early.set(number, early);
    return new Promise((resolve) => {
      early.executed.push(() => {
        resolve({ success: true, key });
      });
      this.#execute();
    });
  }

  next(): { number: number } {
    return { number: this.#next };
  }

  #execute(): void {
    for (;;) {
      const write = this.#early.get(this.#next);
      if (write === undefined) return;
      this.#early.delete(this.#next++);
      this.#values.set(write.key, write.value);
      for (const executed of write.executed) executed();
    }
  }

  /** The numbers that are being brought to a follower. */
  readonly #bringing = new Map<ClientEnd<KVService>, Set<number>>();
  #underWay(end: ClientEnd<KVService>): Set<number> {
    const numbers = this.#bringing.get(end) ?? new Set();
    this.#bringing.set(end, numbers);
    return numbers;
  }

  async #bring(end: ClientEnd<KVService>, number: number): Promise<void> {
    const write = this.#writes[number - 1];
    if (write === undefined) return;
    const numbers = this.#underWay(end);
    numbers.add(number);
    for (;;) {
      try {
        const reply = await end.call("replicate", { ...write, number });
        if (reply.success) break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    numbers.delete(number);
  }

  async #lookAfter(end: ClientEnd<KVService>, numbers: ReadonlySet<number>): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      try {
        const waits = await end.call("next", null);
        for (let number = waits.number; number <= this.#writes.length; number++)
          if (!numbers.has(number)) void this.#bring(end, number);
      } catch {
        // It does not answer; later, then.
      }
    }
  }
}
