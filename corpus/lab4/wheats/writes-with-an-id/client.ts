import { randomUUID } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { GetOutcome, GetReply, KVService, SetOutcome } from "./types";

const TRIES = 8;
const PAUSE_MS = 50;

/** Sends a write again, with the same id, and remembers which node answered last. */
export class Clerk {
  #last = 0;

  constructor(readonly nodes: readonly ClientEnd<KVService>[]) {}

  async set(key: string, value: string): Promise<SetOutcome> {
    const id = randomUUID();
    for (let i = 0; i < TRIES; i++) {
      try {
        const reply = await this.nodes[0]!.call("set", { key, value, id });
        if (reply.success) return { kind: "done", replicas: reply.replicas };
        if (reply.code === "no-quorum") return { kind: "no-quorum", replicas: reply.replicas };
        return { kind: "refused", code: reply.code, error: reply.error };
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
    return { kind: "maybe" };
  }

  async get(key: string, node = this.#last): Promise<GetOutcome> {
    for (let i = 0; i < 2 * this.nodes.length; i++) {
      const asked = (node + i) % this.nodes.length;
      try {
        const reply = await this.nodes[asked]!.call("get", { key });
        this.#last = asked;
        return outcome(reply);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
    return { kind: "unavailable" };
  }
}

function outcome(reply: GetReply): GetOutcome {
  return reply.success ? { kind: "value", value: reply.value } : { kind: "no-key" };
}
