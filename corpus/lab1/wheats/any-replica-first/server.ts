import { TimeoutError } from "labrpc";
import type {
  AppendArgs,
  GetArgs,
  KVService,
  OperationId,
  PutArgs,
  Reply,
  ServerConfig,
  Update,
} from "./types";

/** So many calls in a row without an answer mean that a server is down. */
const PINGS = 10;

export class KVServer implements KVService {
  readonly #config: ServerConfig;
  readonly #values = new Map<string, string>();
  /** The last operation of each client, and its reply: one record, freed by the client's next operation. */
  readonly #last = new Map<string, { seq: number; reply: string }>();
  /** The newest update applied from each first server. */
  readonly #versions = new Map<number, number>();
  #version = 0;
  /** The end of the queue: operations on this server's own shard run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(config: ServerConfig) {
    this.#config = config;
  }

  get(args: GetArgs): Promise<Reply> {
    return this.#serve(
      args,
      (first) => first.call("get", args),
      () => this.#read(args),
    );
  }

  put(args: PutArgs): Promise<Reply> {
    return this.#serve(
      args,
      (first) => first.call("put", args),
      () => this.#write(args, args.value, ""),
    );
  }

  append(args: AppendArgs): Promise<Reply> {
    return this.#serve(
      args,
      (first) => first.call("append", args),
      () => {
        const old = this.#values.get(args.key) ?? "";
        return this.#write(args, old + args.arg, old);
      },
    );
  }

  /** Another replica applies what the first server has decided. */
  replicate(update: Update): void {
    if (update.version <= (this.#versions.get(update.first) ?? 0)) return;
    this.#versions.set(update.first, update.version);
    this.#apply(update);
  }

  ping(): void {
    // An answer is all that is asked for.
  }

  /** Executes an operation if this server is first for its key, sends it on if not, or refuses. */
  async #serve(
    args: OperationId & { key: string },
    forward: (first: ServerConfig["peers"][number]) => Promise<Reply>,
    execute: () => Reply | Promise<Reply>,
  ): Promise<Reply> {
    const { me, servers, replicas, peers } = this.#config;
    const shard = (parseInt(args.key, 10) || 0) % servers;
    if ((me - shard + servers) % servers >= replicas) return { ok: false };
    if (shard === me) return this.#inOrder(() => this.#recorded(args) ?? execute());
    try {
      return await forward(peers[shard]!);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    // One lost message does not mean that the first server is down, and only it orders the operations.
    if (!(await this.#isDown(shard))) return { ok: false };
    return this.#recorded(args) ?? ("value" in args || "arg" in args ? { ok: false } : this.#read(args));
  }

  #inOrder(execute: () => Reply | Promise<Reply>): Promise<Reply> {
    const done = this.#queue.then(execute);
    this.#queue = done;
    return done;
  }

  /** The reply of an operation that was executed before. */
  #recorded({ client, seq }: OperationId): Reply | undefined {
    const last = this.#last.get(client);
    return last?.seq === seq ? { ok: true, value: last.reply } : undefined;
  }

  #read({ key }: { key: string }): Reply {
    return { ok: true, value: this.#values.get(key) ?? "" };
  }

  /** Every replica has the update before anybody can see it, so that no answer is lost with this server. */
  async #write(
    { client, seq, key }: OperationId & { key: string },
    value: string,
    reply: string,
  ): Promise<Reply> {
    const { me, servers, replicas } = this.#config;
    const update = { first: me, version: ++this.#version, client, seq, key, value, reply };
    const others = Array.from({ length: replicas - 1 }, (_, i) => (me + 1 + i) % servers);
    await Promise.all(others.map((server) => this.#send(server, update)));
    this.#apply(update);
    return { ok: true, value: reply };
  }

  async #send(server: number, update: Update): Promise<void> {
    for (;;) {
      try {
        await this.#config.peers[server]!.call("replicate", update);
        return;
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
  }

  #apply({ client, seq, key, value, reply }: Update): void {
    this.#values.set(key, value);
    this.#last.set(client, { seq, reply });
  }

  async #isDown(server: number): Promise<boolean> {
    for (let i = 0; i < PINGS; i++) {
      try {
        await this.#config.peers[server]!.call("ping", null);
        return false;
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
    return true;
  }
}
