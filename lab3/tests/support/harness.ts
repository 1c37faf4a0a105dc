import type { KVInput, Operation } from "checker";
import { RecordedCalls, testsOfLab } from "harness";
import { StudentError, type Host, type Remote, type Simulation } from "labrpc/simulation";
import { expectInTime, type ScenarioOptions } from "labrpc/testing";
import type { Clerk } from "../../client";
import type { BusService } from "../../given/FifoBus";
import type { BusEvent, Replica, ReplicaConfig } from "../../given/Replica";
import type { BusMessage, KVService, Level } from "../../types";

/**
 * What the tests of lab 3 are written with.
 *
 *     simulate(name, OPTIONS, scenario)                   one mocha test, run once per seed
 *     const kv = startStore(sim, { level, servers: 3 })   servers on hosts of their own: server-0 and so on
 *     const ck = kv.clerk("clerk-0", 0)                   a clerk of server 0; its calls enter kv.history
 *     kv.slow(0, 1, 300)                                  messages from server 0 to server 1 take 300 ms longer
 *     await kv.read(2, "k")                               what server 2 answers now, asked without the network
 *     await kv.bus(2)                                     what server 2 has published and received, in order
 */
export const simulate = testsOfLab(__dirname);

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 200_000, events: 200_000 };

/** A client's connection loses nothing, so a call waits long before it gives up. */
export const OPTIONS: ScenarioOptions = { network: { timeoutMs: 30_000 }, budget: BUDGET };

/** The same, but messages take 0–26 ms, so that those of different servers overtake each other. */
export const OVERTAKING: ScenarioOptions = {
  network: { timeoutMs: 30_000, delayMs: [0, 26] },
  budget: BUDGET,
};

/** A server may put a message or a request into an inbox, and take it from there so much later, virtual ms. */
export const TAKEN_MS = 5;

/** A request on the reliable network, a server that answers it at once, and the reply, at most, virtual ms. */
export const ROUND_TRIP_MS = 2.5 + TAKEN_MS;

/** How long a call may take that nothing holds up for long, virtual ms. */
export const SOON_MS = 20_000;

export type KVOperation = Operation<KVInput, string>;

/** A clerk whose calls are written down. */
export interface RecordedClerk {
  readonly host: Host;
  get(key: string): Promise<string>;
  set(key: string, value: string): Promise<void>;
}

export interface StoreOptions {
  readonly level: Level;
  /** Default 3. */
  readonly servers?: number;
  /** What the hosts are called, before their numbers. Default "server". */
  readonly name?: string;
}

export class StoreCluster {
  /** The numbers of the servers. */
  readonly servers: readonly number[];
  readonly #sim: Simulation;
  readonly #name: string;
  readonly #calls: RecordedCalls<KVInput, string>;
  readonly #replicas: readonly Remote<Replica>[];

  constructor(sim: Simulation, { level, servers = 3, name = "server" }: StoreOptions) {
    this.#sim = sim;
    this.#name = name;
    this.servers = Array.from({ length: servers }, (_, me) => me);
    this.#calls = new RecordedCalls(sim);
    this.#replicas = this.servers.map((me) => {
      const host = sim.host(this.nameOf(me));
      const others = this.servers
        .filter((other) => other !== me)
        .map((other) => host.end<BusService<BusMessage>>(this.nameOf(other)));
      const config: ReplicaConfig = { me, servers, level, others };
      const replica = host.construct<Replica>("./given/Replica", "Replica", config);
      host.serve(replica);
      return host.unseen(replica);
    });
  }

  /** Every call of every clerk; those that have not returned have no output. */
  get history(): readonly KVOperation[] {
    return this.#calls.history;
  }

  nameOf(server: number): string {
    return `${this.#name}-${String(server)}`;
  }

  /** Messages between these two servers take so much longer in this direction, virtual ms. */
  slow(from: number, to: number, ms: number): void {
    this.#sim.network.slow(this.nameOf(from), this.nameOf(to), ms);
  }

  /** Cuts the servers apart: only those of one group hear each other. Clients still reach theirs. */
  partition(...groups: readonly (readonly number[])[]): void {
    for (const from of this.servers) {
      for (const to of this.servers) {
        const together = groups.some((group) => group.includes(from) && group.includes(to));
        if (from !== to && !together) this.#sim.network.block(this.nameOf(from), this.nameOf(to));
      }
    }
  }

  /** Nobody reaches this server, and it reaches nobody. */
  unplug(server: number): void {
    this.#sim.network.disconnect(this.nameOf(server));
  }

  heal(): void {
    this.#sim.network.heal();
  }

  async read(server: number, key: string): Promise<string> {
    const reply = await this.#replica(server).get({ key });
    return this.#text(reply.value, `the value in the reply to get(${JSON.stringify(key)})`);
  }

  bus(server: number): Promise<readonly BusEvent[]> {
    return this.#replica(server).log();
  }

  /** How many messages all servers have published so far. */
  async published(): Promise<number> {
    let count = 0;
    for (const server of this.servers)
      count += (await this.bus(server)).filter(({ kind }) => kind === "published").length;
    return count;
  }

  clerk(name: string, server: number): RecordedClerk {
    const host = this.#sim.host(name);
    const clerk = host.construct<Clerk>("./client", "Clerk", host.end<KVService>(this.nameOf(server)));
    const run = async (input: KVInput, what: string, ask: () => Promise<unknown>): Promise<string> => {
      const call = async (): Promise<string | undefined> => {
        try {
          const output = await expectInTime(this.#sim, `${name}'s ${what}`, SOON_MS, ask());
          return input.op === "put" ? "" : this.#text(output, `${name}'s ${what}`);
        } catch (error) {
          if (error instanceof StudentError && error.name === "TimeoutError") return undefined;
          throw error;
        }
      };
      return (await this.#calls.make(name, { input, call, outputOf: (output) => output, leftOut: "" })) ?? "";
    };
    return {
      host,
      get: (key) => run({ op: "get", key }, `get(${JSON.stringify(key)})`, () => clerk.get(key)),
      set: async (key, value) => {
        await run({ op: "put", key, value }, `set(${JSON.stringify(key)})`, () => clerk.set(key, value));
      },
    };
  }

  #replica(server: number): Remote<Replica> {
    const replica = this.#replicas[server];
    if (replica === undefined) throw new RangeError(`expected a server's number, got ${String(server)}`);
    return replica;
  }

  #text(got: unknown, what: string): string {
    return typeof got === "string"
      ? got
      : this.#sim.fail(`${what} must be a string`, { expected: "a string", got });
  }
}

/** Starts a store of that level: servers with a bus between them. */
export function startStore(sim: Simulation, options: StoreOptions): StoreCluster {
  return new StoreCluster(sim, options);
}
