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
  Write,
} from "./types";
const BEAT_MS = 350;
const AGAIN_MS = 90;

export class KVServer implements KVService {
  readonly #config: NodeConfig;
  readonly #held = new Map<string, Write>();
  /** By id, the outcome of a write that was, or is being, executed. */
  readonly #executed = new Map<string, Promise<SetReply>>();
  readonly #listeners = new Set<(follower: number, write: Write) => void>();
  readonly #toSend: Map<string, Write>[];
  readonly #wake = new Map<number, () => void>();
  #order = 0;

  constructor(config: NodeConfig) {
    this.#config = config;
    this.#toSend = config.followers.map(() => new Map());
    config.followers.forEach((end, i) => void this.#serve(end, i));
  }

  set(args: SetArgs): SetReply | Promise<SetReply> {
    if (this.#config.nodeType !== "leader") return refuse("not-leader", "writes are for the leader");
    const { key, value, id } = args;
    const { keyLength, valueLength } = this.#config.limits;
    if (typeof key !== "string" || key.length === 0 || key.length > keyLength)
      return refuse("bad-request", `expected a key of 1 to ${keyLength} characters`);
    if (typeof value !== "string" || value.length > valueLength)
      return refuse("bad-request", `expected a value of at most ${valueLength} characters`);
    if (typeof id !== "string") return this.#execute(key, value);
    const reply = this.#executed.get(id) ?? this.#execute(key, value);
    this.#executed.set(id, reply);
    return reply;
  }

  get({ key }: GetArgs): GetReply {
    const write = this.#held.get(key);
    return write ? { success: true, key, value: write.value } : refuse("not-found", "no such key");
  }

  status(): StatusReply {
    const data = Object.fromEntries([...this.#held.values()].map(({ key, value }) => [key, value]));
    return { node_type: this.#config.nodeType, data_count: this.#held.size, data };
  }

  replicate({ writes }: ReplicateArgs): ReplicateReply {
    if (this.#config.nodeType !== "follower") return refuse("not-follower", "this is for followers");
    for (const write of writes) this.#take(write);
    return { success: true, has: this.#sum() };
  }

  async #execute(key: string, value: string): Promise<SetReply> {
    const { writeQuorum, quorumTimeoutMs } = this.#config;
    const write = { key, value, order: ++this.#order };
    this.#take(write);
    const confirmed = new Set<number>();
    await new Promise<void>((resolve) => {
      const listener = (follower: number, sent: Write): void => {
        if (sent.key !== key || sent.order < write.order) return;
        confirmed.add(follower);
        if (confirmed.size >= writeQuorum) end();
      };
      const end = (): void => {
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
      setTimeout(end, quorumTimeoutMs);
      this.#toSend.forEach((queue, i) => {
        queue.set(key, write);
        this.#wake.get(i)?.();
      });
    });
    if (confirmed.size >= writeQuorum) return { success: true, key, value, replicas: confirmed.size };
    return { ...refuse("no-quorum", "too few have it"), replicas: confirmed.size };
  }

  #take(write: Write): void {
    const held = this.#held.get(write.key);
    if (held === undefined || held.order < write.order) this.#held.set(write.key, write);
  }

  #sum(): { keys: number; sum: number } {
    let sum = 0;
    for (const { order } of this.#held.values()) sum += order;
    return { keys: this.#held.size, sum };
  }

  async #serve(end: ClientEnd<KVService>, follower: number): Promise<never> {
    for (;;) {
      const queue = this.#toSend[follower] ?? new Map<string, Write>();
      const writes = [...queue.values()];
      // With these it holds what the leader holds now.
      const expected = this.#sum();
      let pauseMs = AGAIN_MS;
      try {
        const reply = await end.call("replicate", { writes });
        if (reply.success) {
          for (const write of writes) {
            if (queue.get(write.key) === write) queue.delete(write.key);
            for (const listener of this.#listeners) listener(follower, write);
          }
          if (reply.has.keys !== expected.keys || reply.has.sum !== expected.sum)
            for (const write of this.#held.values()) queue.set(write.key, write);
          pauseMs = queue.size > 0 ? 0 : BEAT_MS;
        }
      } catch {
        // Again, then.
      }
      if (pauseMs === 0) continue;
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pauseMs);
        if (pauseMs === BEAT_MS) this.#wake.set(follower, resolve);
      });
    }
  }
}

function refuse<Code extends string>(
  code: Code,
  error: string,
): { success: false; code: Code; error: string } {
  return { success: false, code, error };
}
