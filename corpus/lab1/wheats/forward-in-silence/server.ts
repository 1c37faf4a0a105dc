import type { ClientEnd } from "labrpc";

interface Args {
  key: string;
  text: string;
  client: number;
  n: number;
}
interface State {
  version: number;
  value: string;
  /** The last answer to each client, on this key. */
  answers: [number, { n: number; answer: string }][];
}
interface Service {
  get(args: Args): Promise<string>;
  put(args: Args): Promise<string>;
  append(args: Args): Promise<string>;
  state(args: { key: string; state: State }): void;
  ping(args: null): void;
}

type Method = "get" | "put" | "append";

/** Each key is a small machine of its own; the first server sends its whole state to the replicas. */
export class KVServer implements Service {
  private readonly states = new Map<string, State>();
  private readonly queues = new Map<string, (() => Promise<void>)[]>();

  constructor(
    private readonly config: { me: number; servers: number; replicas: number; peers: readonly ClientEnd<Service>[] },
  ) {}

  get(args: Args): Promise<string> {
    return this.route("get", args);
  }
  put(args: Args): Promise<string> {
    return this.route("put", args);
  }
  append(args: Args): Promise<string> {
    return this.route("append", args);
  }
  state({ key, state }: { key: string; state: State }): void {
    if (state.version > this.stateOf(key).version) this.states.set(key, state);
  }
  ping(): void {}

  private stateOf(key: string): State {
    return this.states.get(key) ?? { version: 0, value: "", answers: [] };
  }

  private async route(method: Method, args: Args): Promise<string> {
    const { me, servers, replicas, peers } = this.config;
    const first = (parseInt(args.key, 10) || 0) % servers;
    const mine = (me - first + servers) % servers < replicas;
    if (!mine) return new Promise(() => {});
    if (first === me) return this.enqueue(method, args);
    const peer = peers[first] as ClientEnd<Service>;
    try {
      return await peer.call(method, args);
    } catch {
      for (let i = 0; i < 10; i++) {
        const answered = await peer.call("ping", null).then(
          () => true,
          () => false,
        );
        if (answered) return new Promise(() => {});
      }
    }
    const known = this.answered(args);
    if (known !== undefined) return known;
    if (method === "get") return this.stateOf(args.key).value;
    return new Promise(() => {});
  }

  private answered({ key, client, n }: Args): string | undefined {
    const last = this.stateOf(key).answers.find(([id]) => id === client)?.[1];
    if (last === undefined || last.n < n) return undefined;
    return last.answer;
  }

  private enqueue(method: Method, args: Args): Promise<string> {
    return new Promise((resolve) => {
      const queue = this.queues.get(args.key) ?? [];
      this.queues.set(args.key, queue);
      queue.push(async () => {
        resolve(await this.execute(method, args));
      });
      if (queue.length === 1) void this.work(args.key, queue);
    });
  }

  private async work(key: string, queue: (() => Promise<void>)[]): Promise<void> {
    while (queue[0] !== undefined) {
      await queue[0]();
      queue.shift();
    }
    this.queues.delete(key);
  }

  private async execute(method: Method, args: Args): Promise<string> {
    const known = this.answered(args);
    if (known !== undefined) return known;
    const { key, text, client, n } = args;
    const old = this.stateOf(key);
    const value = method === "get" ? old.value : method === "put" ? text : old.value + text;
    const answers = old.answers.filter(([id]) => id !== client);
    answers.push([client, { n, answer: old.value }]);
    const state = { version: old.version + 1, value, answers };
    const { me, servers, replicas, peers } = this.config;
    for (let i = 1; i < replicas; i++) {
      const peer = peers[(me + i) % servers] as ClientEnd<Service>;
      let tries = 0;
      while (!(await this.sent(peer, key, state))) {
        // A get changes nothing, so it need not wait for a replica that is away.
        if (method === "get" && ++tries >= 3) break;
      }
    }
    this.states.set(key, state);
    return old.value;
  }

  private async sent(peer: ClientEnd<Service>, key: string, state: State): Promise<boolean> {
    try {
      await peer.call("state", { key, state });
      return true;
    } catch {
      return false;
    }
  }
}
