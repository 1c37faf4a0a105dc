import { TimeoutError, type ClientEnd } from "labrpc";
import type { GetOutcome, GetReply, KVService, SetOutcome } from "./types";

/** Asks the given node, then the next ones, once around. */
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

  async get(key: string, node = 0): Promise<GetOutcome> {
    for (const end of [...this.nodes.slice(node), ...this.nodes.slice(0, node)]) {
      try {
        return outcome(await end.call("get", { key }));
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
