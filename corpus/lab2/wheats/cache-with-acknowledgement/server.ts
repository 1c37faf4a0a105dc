import type { GetArgs, GetReply, Identity, KVService, PutArgs, PutReply } from "./types";

export class KVServer implements KVService {
  private readonly store = new Map<string, { value: string; version: number }>();
  private readonly replies = new Map<number, Map<number, GetReply | PutReply>>();
  /** A client that wrote once: one map in a map is too much to keep for it. */
  private readonly single = new Map<number, PutReply>();

  async get(args: GetArgs): Promise<GetReply> {
    return this.once(args, () => {
      const entry = this.store.get(args.key);
      return entry === undefined ? [] : [entry.value, entry.version];
    });
  }

  async put(args: PutArgs): Promise<PutReply> {
    const write = (): PutReply => {
      const entry = this.store.get(args.key) ?? { value: "", version: 0 };
      if (entry.version === 0 && args.version > 0) return "ErrNoKey";
      if (entry.version !== args.version) return "ErrVersion";
      this.store.set(args.key, { value: args.value, version: args.version + 1 });
      return 0;
    };
    if (args.seq > 1) return this.once(args, write);
    const before = this.single.get(args.client);
    if (before !== undefined) return before;
    const reply = write();
    this.single.set(args.client, reply);
    return reply;
  }

  private once<Reply extends GetReply | PutReply>({ client, seq, seen }: Identity, execute: () => Reply): Reply {
    this.single.delete(client);
    const known = this.replies.get(client) ?? new Map<number, Reply>();
    this.replies.set(client, known);
    const before = known.get(seq);
    if (before !== undefined) return before as Reply;
    for (const old of known.keys()) if (old <= seen) known.delete(old);
    const reply = execute();
    known.set(seq, reply);
    return reply;
  }
}
