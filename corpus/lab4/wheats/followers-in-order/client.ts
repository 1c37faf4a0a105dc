import { TimeoutError, type ClientEnd } from "labrpc";
import type { GetOutcome, GetReply, KVService, SetOutcome } from "./types";

/** Followers first, the leader last: it has enough to do. */
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

  async get(key: string, node?: number): Promise<GetOutcome> {
    const [leader, ...followers] = this.nodes;
    const order = new Set(node === undefined ? [] : [this.nodes[node]!]);
    for (const end of [...followers, leader!]) order.add(end);
    for (let attempt = 0; attempt < 2; attempt++) {
      for (const end of order) {
        try {
          return outcome(await end.call("get", { key }));
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
    }
    return { kind: "unavailable" };
  }
}

function outcome(reply: GetReply): GetOutcome {
  return reply.success ? { kind: "value", value: reply.value } : { kind: "no-key" };
}
