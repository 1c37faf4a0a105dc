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
  value: string;
  version: number;
}

const REPAIR_MS = 250;

export class KVServer implements KVService {
  readonly #store = new Map<string, Stored>();
  #writes = 0;

  constructor(readonly config: NodeConfig) {
    for (const follower of config.followers) void this.#repair(follower);
  }

  async set({ key, value }: SetArgs): Promise<SetReply> {
    const { config } = this;
    if (config.nodeType !== "leader") return refuse("not-leader", "only the leader takes writes");
    if (!isText(key, 1, config.limits.keyLength)) return refuse("bad-request", "wrong key");
    if (!isText(value, 0, config.limits.valueLength)) return refuse("bad-request", "wrong value");
    const version = ++this.#writes;
    this.#store.set(key, { value, version });
    const replicas = await countTo(
      config.writeQuorum,
      config.quorumTimeoutMs,
      config.followers.map((follower) => follower.call("replicate", { key, value, version })),
    );
    if (replicas < config.writeQuorum)
      return { ...refuse("no-quorum", "too few followers confirmed"), replicas };
    return { success: true, key, value, replicas };
  }

  get({ key }: GetArgs): GetReply {
    const stored = this.#store.get(key);
    if (!stored) return refuse("not-found", "no such key");
    return { success: true, key, value: stored.value };
  }

  status(): StatusReply {
    const pairs = [...this.#store.entries()].map(([key, { value }]) => [key, value] as const);
    return { node_type: this.config.nodeType, data_count: pairs.length, data: Object.fromEntries(pairs) };
  }

  replicate({ key, value, version }: ReplicateArgs): ReplicateReply {
    if (this.config.nodeType !== "follower") return refuse("not-follower", "only followers take this");
    if (this.#isNews(key, version)) this.#store.set(key, { value, version });
    return { success: true, key };
  }

  missing({ versions }: { versions: readonly (readonly [key: string, version: number])[] }): {
    keys: string[];
  } {
    return { keys: versions.filter(([key, version]) => this.#isNews(key, version)).map(([key]) => key) };
  }

  #isNews(key: string, version: number): boolean {
    return version > (this.#store.get(key)?.version ?? 0);
  }

  async #repair(follower: ClientEnd<KVService>): Promise<never> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, REPAIR_MS));
      try {
        const versions = [...this.#store.entries()].map(([key, { version }]) => [key, version] as const);
        const { keys } = await follower.call("missing", { versions });
        for (const key of keys) {
          const stored = this.#store.get(key);
          if (stored) await follower.call("replicate", { key, ...stored });
        }
      } catch {
        // Next time.
      }
    }
  }
}

/** How many calls have succeeded: as soon as there are enough, or when the time is over. */
function countTo(
  enough: number,
  withinMs: number,
  calls: readonly Promise<ReplicateReply>[],
): Promise<number> {
  return new Promise((resolve) => {
    let count = 0;
    setTimeout(() => {
      resolve(count);
    }, withinMs);
    for (const call of calls) {
      call.then(
        (reply) => {
          if (reply.success && ++count >= enough) resolve(count);
        },
        () => undefined,
      );
    }
  });
}

function isText(given: unknown, least: number, most: number): given is string {
  return typeof given === "string" && given.length >= least && given.length <= most;
}

function refuse<Code extends string>(
  code: Code,
  error: string,
): { success: false; code: Code; error: string } {
  return { success: false, code, error };
}
