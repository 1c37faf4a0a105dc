import { Pace, worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectBetween } from "labrpc/testing";
import type { RecordedClerk, StoreCluster } from "./harness";
import { worldDelays } from "./worldTroubles";

/** How often a world's clients write: a chance for each operation that it is a read. */
const READS = [0.3, 0, 0.6, 0.85] as const;
/** A client that answers to what another one has done waits so long for it, virtual ms. */
const REACTION_MS = 300;
/** Longest pause between two operations of a client, virtual ms. */
const PAUSE_MS = 1_000;
/** How much longer than its messages an operation may take that waits for nobody, virtual ms. */
const AT_ONCE_MS = 50;

/** A client of a world, and the server that it talks to. */
interface WorldClient {
  readonly name: string;
  readonly server: number;
  readonly clerk: RecordedClerk;
  /** Virtual ms that its requests and replies take longer. */
  readonly slowMs: readonly [number, number];
}

/** What the clients of a world do: "each client talks to one server", and "a server has several clients". */
export class WorldClients {
  readonly clients: readonly WorldClient[];
  readonly #sim: Simulation;
  readonly #kv: StoreCluster;
  readonly #keys: readonly string[];
  readonly #values: readonly string[];
  readonly #reads: number;
  readonly #react: boolean;
  readonly #pace: Pace;
  /** Calls that have been drawn, by client, and the key of the last one that returned. */
  readonly #counts = new Map<string, number>();
  #lastKey = "";
  #wake: (() => void)[] = [];

  /** @param most clients */
  constructor(sim: Simulation, kv: StoreCluster, keys: readonly string[], most: number) {
    const { world } = sim;
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    const count = world.between("clients", 1, most);
    const areSlow = world.has("slow clients", 0.2);
    const slow = (name: string): number => (areSlow ? world.pick(name, [0, 3, 60, 400]) : 0);
    // "One server idle for long": where the clients are is drawn, so some servers may have none.
    this.clients = Array.from({ length: count }, (_, i) => {
      const name = `clerk-${String(i)}`;
      const server = world.upTo(`${name}/server`, kv.servers.length - 1);
      const slowMs = [slow(`${name}/requests take longer`), slow(`${name}/replies take longer`)] as const;
      return { name, server, clerk: kv.clerk(name, server), slowMs };
    });
    // Causal: who reads from whom has to be known.
    // "Each write counts, even if its value was written before or another client is writing the same value."
    this.#values = kv.level !== "causal" && world.has("values come again", 0.4)
      ? worldTexts(world, "values", world.between("number of values", 1, 3))
      : [];
    this.#reads = world.pick("reads", READS);
    this.#react = world.has("clients react", 0.5);
    this.#pace = new Pace(sim, PAUSE_MS);
  }

  /** The server that a client talks to. Throws Error for the name of none. */
  serverOf(name: string): number {
    const client = this.clients.find((one) => one.name === name);
    if (client === undefined) throw new Error(`expected the name of a client, got ${name}`);
    return client.server;
  }

  /** Makes the links of slow clients slow; healing the network ends it. */
  slowDown(): void {
    for (const { name, server, slowMs } of this.clients) {
      const [there, back] = slowMs;
      if (there > 0) this.#sim.network.slow(name, this.#kv.nameOf(server), there);
      if (back > 0) this.#sim.network.slow(this.#kv.nameOf(server), name, back);
    }
  }

  /** Lets every client make its calls of a round, one after the other; some do nothing in it. */
  async round(name: string, calls: number): Promise<void> {
    const { world } = this.#sim;
    await this.#sim.inParallel(this.clients.length, async (i) => {
      const client = this.clients[i] as WorldClient;
      if (world.has(`${client.name}/${name} idle`, 0.25)) return;
      for (let nth = 0; nth < calls; nth++) await this.#call(client);
    });
  }

  async #call(client: WorldClient): Promise<void> {
    const { world } = this.#sim;
    const nth = (this.#counts.get(client.name) ?? 0) + 1;
    this.#counts.set(client.name, nth);
    const name = `${client.name}/${String(nth)}`;
    const reacts = this.#react && world.has(`${name} reacts`, 0.6);
    if (reacts) await this.#otherReturned(client.name);
    else await this.#pace.pause(name);
    const isSame = reacts && this.#lastKey !== "" && world.has(`${name} same key`, 0.7);
    const key = isSame ? this.#lastKey : world.pick(`${name} key`, this.#keys);
    const began = this.#sim.now;
    const reads = world.has(`${name} reads`, this.#reads);
    if (reads) await client.clerk.get(key);
    else await client.clerk.set(key, this.#valueOf(name));
    if (this.#waitsForNobody(reads)) this.#expectAtOnce(client, reads, key, this.#sim.now - began);
    this.#lastKey = key;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Until a call of another client returns, at once after it. */
  async #otherReturned(name: string): Promise<void> {
    if (this.clients.length === 1) return;
    await this.#sim.inTime(new Promise<void>((resolve) => this.#wake.push(resolve)), REACTION_MS);
    await this.#sim.sleep(this.#sim.world.upTo(`${name}/${String(this.#counts.get(name))} after`, 20) / 10);
  }

  #valueOf(name: string): string {
    return this.#values.length === 0
      ? name.slice("clerk-".length).replace("/", ".")
      : this.#sim.world.pick(`${name} value`, this.#values);
  }

  /** Sequential: "get answers at once". Eventual: "stores at once, answers at once". Causal: both "wait for nobody". */
  #waitsForNobody(reads: boolean): boolean {
    const { level } = this.#kv;
    return level === "sequential" ? reads : level !== "linearizable";
  }

  #expectAtOnce({ name, slowMs }: WorldClient, reads: boolean, key: string, took: number): void {
    const [, longest] = worldDelays(this.#sim);
    const most = longest + 1 + slowMs[0] + slowMs[1] + AT_ONCE_MS;
    expectBetween(
      `${name}'s ${reads ? "get" : "set"}(${JSON.stringify(key)}) waited for something (${this.#kv.level})`,
      took,
      0,
      most,
      "ms",
    );
  }
}
