import { TimeoutError, type ClientEnd } from "labrpc";
import type { GetOutcome, GetReply, KVService, SetOutcome } from "./types";

/** Asks one node, and all others at once when it does not answer. */
export class Clerk {
  constructor(readonly nodes: readonly ClientEnd<KVService>[]) {}

  async set(key: string, value: string): Promise<SetOutcome> {
    try {
      const reply = await this.nodes[0]!.call("set", { key, value });
      if (reply.success) return { kind: "done", replicas: reply.replicas };
      if (reply.code === "no-quorum") return { kind: "no-quorum", replicas: reply.replicas };
      return { kind: "refused", code: reply.code, error: reply.error };
    } catch (error) {
      if (error instanceof TimeoutError) return { kind: "maybe" };
      throw error;
    }
  }

  async get(key: string, node = Math.floor(Math.random() * this.nodes.length)): Promise<GetOutcome> {
    const ask = async (end: ClientEnd<KVService>): Promise<GetOutcome> =>
      outcome(await end.call("get", { key }));
    const others = this.nodes.filter((_, other) => other !== node);
    try {
      return await ask(this.nodes[node]!);
    } catch {
      return Promise.any(others.map(ask)).catch(() => ({ kind: "unavailable" }));
    }
  }
}

function outcome(reply: GetReply): GetOutcome {
  return reply.success ? { kind: "value", value: reply.value } : { kind: "no-key" };
}
