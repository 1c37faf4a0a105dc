import { TimeoutError, type ClientEnd } from "labrpc";
import type { GetOutcome, KVService, SetOutcome } from "./types";

const LEADER = 0;
/** How often all nodes are asked before a read is given up, and the pause between, ms. */
const ROUNDS = 3;
const PAUSE_MS = 100;

export class Clerk {
  readonly #nodes: readonly ClientEnd<KVService>[];

  constructor(nodes: readonly ClientEnd<KVService>[]) {
    this.#nodes = nodes;
  }

  /** Sent once: a second one could come behind somebody else's write and undo it. */
  async set(key: string, value: string): Promise<SetOutcome> {
    const reply = await answer(this.#nodes[LEADER]!.call("set", { key, value }));
    if (reply === undefined) return { kind: "maybe" };
    if (reply.success) return { kind: "done", replicas: reply.replicas };
    if (reply.code === "no-quorum") return { kind: "no-quorum", replicas: reply.replicas };
    return { kind: "refused", code: reply.code, error: reply.error };
  }

  async get(key: string, node = Math.floor(Math.random() * this.#nodes.length)): Promise<GetOutcome> {
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < this.#nodes.length; i++) {
        const end = this.#nodes[(node + i) % this.#nodes.length]!;
        const reply = await answer(end.call("get", { key }));
        if (reply !== undefined)
          return reply.success ? { kind: "value", value: reply.value } : { kind: "no-key" };
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return { kind: "unavailable" };
  }
}

/** The reply, or undefined when none came. */
async function answer<Reply>(call: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TimeoutError) return undefined;
    throw error;
  }
}
