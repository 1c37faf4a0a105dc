
import type { ClientEnd } from "labrpc";
import type { GetArgs, GetReply, KVService, NodeConfig, ReplicateArgs, ReplicateReply, SetArgs, SetReply, StatusReply } from "./types";

interface Cell { value: string; at: number; tie: string }

/** A version is a text, clock and counter; one sweep per second reads the versions of a follower and sends the difference in pages. */
export class KVServer implements KVService {
  private cells = new Map<string, Cell>();
  private count = 0;
  private readonly epoch = Date.now();

  constructor(private readonly config: NodeConfig) {
    for (const peer of config.followers) this.sweep(peer);
  }

  private refuse<C extends string>(code: C, error: string) {
    return { success: false as const, code, error };
  }

  private newer(a: string, b: string | undefined): boolean {
    return b === undefined || a > b;
  }

  private stamp(): string {
    this.count += 1;
    return `${String(this.epoch).padStart(16, "0")}-${String(this.count).padStart(12, "0")}`;
  }

  set(args: SetArgs): Promise<SetReply> | SetReply {
    const { config } = this;
    if (config.nodeType !== "leader") return this.refuse("not-leader", "Only leader accepts write requests");
    const { key, value } = args;
    if (typeof key !== "string" || key.length < 1 || key.length > config.limits.keyLength) return this.refuse("bad-request", "bad key");
    if (typeof value !== "string" || value.length > config.limits.valueLength) return this.refuse("bad-request", "bad value");
    const tie = this.stamp();
    this.cells.set(key, { value, at: this.count, tie });
    return new Promise((resolve) => {
      const have = new Set<ClientEnd<KVService>>();
      let over = false;
      const timer = setTimeout(() => {
        over = true;
        resolve({ ...this.refuse("no-quorum", "Not enough replicas confirmed"), replicas: have.size });
      }, config.quorumTimeoutMs);
      const attempt = (peer: ClientEnd<KVService>) => {
        peer.call("replicate", { cells: [[key, value, tie]] }).then(
          (reply) => {
            if (!reply.success || over) return;
            have.add(peer);
            if (have.size < config.writeQuorum) return;
            over = true;
            clearTimeout(timer);
            resolve({ success: true, key, value, replicas: have.size });
          },
          () => {
            if (!over) setTimeout(() => { attempt(peer); }, 10);
          },
        );
      };
      config.followers.forEach(attempt);
    });
  }

  get({ key }: GetArgs): GetReply {
    const cell = this.cells.get(key);
    return cell ? { success: true, key, value: cell.value } : this.refuse("not-found", "Key not found");
  }

  status(): StatusReply {
    return { node_type: this.config.nodeType, data_count: this.cells.size, data: Object.fromEntries([...this.cells].map(([key, { value }]) => [key, value])) };
  }

  replicate({ cells }: ReplicateArgs): ReplicateReply {
    if (this.config.nodeType !== "follower") return this.refuse("not-follower", "Only followers accept replication requests");
    for (const [key, value, tie] of cells)
      if (this.newer(tie, this.cells.get(key)?.tie)) this.cells.set(key, { value, at: 0, tie });
    return { success: true };
  }

  /** What is here, as key and version. */
  versions(): [string, string][] {
    return [...this.cells].map(([key, { tie }]) => [key, tie]);
  }

  private sweep(peer: ClientEnd<KVService>): void {
    setTimeout(() => {
      peer.call("versions", null).then(async (list) => {
        const known = new Map(list);
        const lacking = [...this.cells].filter(([key, { tie }]) => this.newer(tie, known.get(key)));
        for (let i = 0; i < lacking.length; i += 10)
          await peer.call("replicate", { cells: lacking.slice(i, i + 10).map(([key, { value, tie }]) => [key, value, tie]) });
      }).catch(() => undefined).then(() => { this.sweep(peer); });
    }, 1_000);
  }
}
