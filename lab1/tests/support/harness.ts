import type { KVInput, Operation } from "checker";
import { RecordedCalls, testsOfLab } from "harness";
import type { Host, Remote, Simulation } from "labrpc/simulation";
import type { Clerk } from "../../client";
import type { KVServer } from "../../server";
import type { ClusterConfig, KVService } from "../../types";

/**
 * What the tests of lab 1 are written with.
 *
 *     simulate(name, options, scenario)                one mocha test, run once per seed
 *     const kv = startKVService(sim, { servers: 3, replicas: 2 })
 *     const ck = kv.clerk("clerk-0")                   a clerk on a host of its own; its calls enter kv.history
 *     kv.stop(0); kv.start(0)                          unplugs a server (it keeps its memory), plugs it in again
 *     kv.observer("observer")                          asks for a key's value; no call of the history
 *     kv.onlyServer(0, "clerk-0")                      a clerk whose configuration knows server 0 alone
 */
export const simulate = testsOfLab(__dirname);

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 150_000, events: 150_000 };

/** How long a right clerk may need to find out that servers are down, virtual ms. */
export const FOUND_OUT_MS = 60_000;

/** A clerk whose calls are written down. */
export interface RecordedClerk {
  readonly host: Host;
  get(key: string): Promise<string>;
  put(key: string, value: string): Promise<void>;
  append(key: string, arg: string): Promise<string>;
}

export type KVOperation = Operation<KVInput, string>;

export class KVCluster {
  readonly #sim: Simulation;
  readonly #calls: RecordedCalls<KVInput, string>;
  readonly #config: ClusterConfig;
  readonly #name: string;

  /** @param name what the servers' hosts are called, before their numbers */
  constructor(sim: Simulation, config: ClusterConfig, name: string) {
    this.#sim = sim;
    this.#calls = new RecordedCalls(sim);
    this.#config = config;
    this.#name = name;
    for (let me = 0; me < config.servers; me++) this.launch(me);
  }

  /** Every call of every clerk; those that have not returned have no output. */
  get history(): readonly KVOperation[] {
    return this.#calls.history;
  }

  /** Forgets the calls so far. */
  forgetHistory(): void {
    this.#calls.forget();
  }

  /** Makes a new server object on the host of that number, with nothing in memory. */
  launch(me: number): void {
    const host = this.server(me);
    const peers = this.#names().map((name) => host.end<KVService>(name));
    host.serve(host.construct<KVServer>("./server", "KVServer", { ...this.#config, me, peers }));
  }

  server(me: number): Host {
    return this.#sim.host(`${this.#name}-${String(me)}`);
  }

  /** Unplugs servers: they answer nothing and keep their memory. */
  stop(...servers: number[]): void {
    for (const me of servers) this.#sim.network.disconnect(this.server(me).name);
  }

  start(...servers: number[]): void {
    for (const me of servers) this.#sim.network.reconnect(this.server(me).name);
  }

  /** Stops all servers but one. Returns a function that starts them again. */
  leave(alive: number): () => void {
    const others = Array.from({ length: this.#config.servers }, (_, me) => me).filter((me) => me !== alive);
    this.stop(...others);
    return () => {
      this.start(...others);
    };
  }

  /** @param machine the host that it is on. Default: one of its own, of its name */
  clerk(name: string, machine = name): RecordedClerk {
    const host = this.#sim.host(machine);
    return this.#record(host, this.#construct(host), name);
  }

  /** Looks at a key from outside. The test relies on these gets: they are in no history, and never left out. */
  observer(name: string): (key: string) => Promise<string> {
    const clerk = this.#construct(this.#sim.host(name));
    return (key) => clerk.get(key);
  }

  /** A clerk that believes that one server is the whole cluster. */
  onlyServer(me: number, name: string): RecordedClerk {
    const host = this.#sim.host(name);
    const ends = [host.end<KVService>(this.server(me).name)];
    return this.#record(host, host.construct<Clerk>("./client", "Clerk", ends, { servers: 1, replicas: 1 }));
  }

  /** Whether a server holds a copy of the key, by the rule of the handout. */
  holds(me: number, key: string): boolean {
    const { servers, replicas } = this.#config;
    return (me - (Number(key) % servers) + servers) % servers < replicas;
  }

  #construct(host: Host): Remote<Clerk> {
    const ends = this.#names().map((server) => host.end<KVService>(server));
    return host.construct<Clerk>("./client", "Clerk", ends, this.#config);
  }

  #names(): string[] {
    return Array.from({ length: this.#config.servers }, (_, me) => `${this.#name}-${String(me)}`);
  }

  #record(host: Host, clerk: Remote<Clerk>, client = host.name): RecordedClerk {
    const run = (input: KVInput, what: string, ask: () => Promise<unknown>): Promise<string> => {
      const call = async (): Promise<string> => {
        const output = await ask();
        if (typeof output === "string") return output;
        if (input.op === "put") return "";
        return this.#sim.fail(`${client}'s ${what} must resolve to a string`, {
          expected: "a string",
          got: output,
        });
      };
      return this.#calls.make(client, {
        input,
        call,
        outputOf: (output) => output,
        leftOut: "",
        host: host.name,
      });
    };
    return {
      host,
      get: (key) => run({ op: "get", key }, `get(${JSON.stringify(key)})`, () => clerk.get(key)),
      put: async (key, value) => {
        await run({ op: "put", key, value }, `put(${JSON.stringify(key)})`, () => clerk.put(key, value));
      },
      append: (key, arg) =>
        run({ op: "append", key, arg }, `append(${JSON.stringify(key)})`, () => clerk.append(key, arg)),
    };
  }
}

/** Starts servers, each on a host of its own: `server-0` and so on. Default: one server alone. */
export function startKVService(
  sim: Simulation,
  config: Partial<ClusterConfig> & { name?: string } = {},
): KVCluster {
  const { servers = 1, replicas = 1, name = "server" } = config;
  return new KVCluster(sim, { servers, replicas }, name);
}
