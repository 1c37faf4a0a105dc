import type { ClientEnd } from "labrpc";

interface Operation {
  op: "get" | "put" | "append";
  key: string;
  value?: string;
  id: string;
  seen?: string;
}
interface Change {
  from: number;
  nth: number;
  key: string;
  value: string;
  id: string;
  reply: string;
  seen?: string;
}
interface Service {
  execute(operation: Operation): Promise<string>;
  change(change: Change): void;
  alive(args: object): boolean;
}
interface Config {
  me: number;
  servers: number;
  replicas: number;
  peers: readonly ClientEnd<Service>[];
}

export class KVServer implements Service {
  private readonly store = new Map<string, string>();
  private readonly replies = new Map<string, string>();
  private readonly running = new Map<string, Promise<string>>();
  private readonly newest = new Map<number, number>();
  private readonly tails = new Map<string, Promise<unknown>>();
  private count = 0;

  constructor(private readonly config: Config) {}

  async execute(operation: Operation): Promise<string> {
    const { me, servers, replicas, peers } = this.config;
    const shard = Math.trunc(Number(operation.key) || 0) % servers;
    if ((me - shard + servers) % servers >= replicas) throw new Error("wrong server");
    if (shard === me) return this.once(operation);
    const first = peers[shard] as ClientEnd<Service>;
    // Sent on once only: a copy that came after the clerk's next call would find its record freed.
    try {
      return await first.call("execute", operation);
    } catch {
      // Not there, or lost.
    }
    for (let i = 0; i < 12; i++) {
      const up = await first.call("alive", {}).catch(() => false);
      if (up) throw new Error("ask again");
    }
    const reply = this.replies.get(operation.id);
    if (reply !== undefined) return reply;
    if (operation.op !== "get") throw new Error("the first server is down");
    return this.store.get(operation.key) ?? "";
  }

  change(change: Change): void {
    if ((this.newest.get(change.from) ?? 0) >= change.nth) return;
    this.newest.set(change.from, change.nth);
    this.apply(change);
  }

  alive(): boolean {
    return true;
  }

  private once(operation: Operation): Promise<string> {
    const running = this.running.get(operation.id);
    if (running !== undefined) return running;
    const started = this.inOrder(operation).finally(() => this.running.delete(operation.id));
    this.running.set(operation.id, started);
    return started;
  }

  private async inOrder(operation: Operation): Promise<string> {
    const before = this.tails.get("all");
    const mine = (async () => {
      await before;
      return this.run(operation);
    })();
    this.tails.set("all", mine);
    return mine;
  }

  private async run({ op, key, value = "", id, seen }: Operation): Promise<string> {
    const reply = this.replies.get(id);
    if (reply !== undefined) return reply;
    const old = this.store.get(key) ?? "";
    if (op === "get") return old;
    const { me, servers, replicas, peers } = this.config;
    const next = op === "put" ? value : old + value;
    const answer = op === "put" ? "" : old;
    const change: Change = { from: me, nth: ++this.count, key, value: next, id, reply: answer, ...(seen === undefined ? {} : { seen }) };
    for (let i = 1; i < replicas; i++) {
      const peer = peers[(me + i) % servers] as ClientEnd<Service>;
      for (let done = false; !done; ) {
        done = await peer.call("change", change).then(
          () => true,
          () => false,
        );
      }
    }
    this.apply(change);
    return answer;
  }

  private apply({ key, value, id, reply, seen }: Change): void {
    if (seen !== undefined) this.replies.delete(seen);
    this.store.set(key, value);
    this.replies.set(id, reply);
  }
}
