import { Pace, worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectBetween } from "labrpc/testing";
import type { RecordedClerk, StoreCluster } from "./harness";
import { worldDelays } from "./worldTroubles";

/** How many clients. */
const CLIENTS = [1, 3, 2, 4, 3, 5, 6, 3, 4] as const;
/** How many calls each of them makes in a round, if so many are bearable. */
const CALLS = [1, 3, 4, 5, 6, 8] as const;
/** How often a world's clients write: a chance for each operation that it is a read. */
const READS = [0.3, 0, 0.6, 0.85] as const;
/** A client that answers to what another one has done waits so long for it, virtual ms. */
const REACTION_MS = 2_000;
/** How often, and how long after, the test looks whether a server shows what another one was told, virtual ms. */
const SHOWN_TRIES = 60;
const SHOWN_MS = 8;
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
  readonly #bursts: boolean;
  readonly #converse: boolean;
  readonly #pace: Pace;
  /** Calls that have been drawn, by client, and the last one that returned. */
  readonly #counts = new Map<string, number>();
  #last: { readonly key: string; readonly reads: boolean } | undefined;
  #wake: (() => void)[] = [];

  /** @param most calls in the whole world */
  constructor(sim: Simulation, kv: StoreCluster, keys: readonly string[], most: number) {
    const { world } = sim;
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    const count = Math.min(world.pick("clients", CLIENTS), Math.max(3, Math.floor(most / 3)));
    const areSlow = world.has("slow clients", 0.2);
    const slow = (name: string): number => (areSlow ? world.pick(name, [0, 3, 60, 400]) : 0);
    const isSpread = world.has("clients are spread", 0.7);
    const step = Math.max(1, Math.floor(kv.servers.length / count));
    const first = isSpread ? world.upTo("first client at", kv.servers.length - 1) : 0;
    this.clients = Array.from({ length: count }, (_, i) => {
      const name = `clerk-${String(i)}`;
      const server = isSpread
        ? (first + i * step) % kv.servers.length
        : world.upTo(`${name}/server`, kv.servers.length - 1);
      const slowMs = [slow(`${name}/requests take longer`), slow(`${name}/replies take longer`)] as const;
      return { name, server, clerk: kv.clerk(name, server), slowMs };
    });
    // Causal: who reads from whom has to be known.
    // "Each write counts, even if its value was written before or another client is writing the same value."
    this.#values =
      kv.level !== "causal" && world.has("values come again", 0.4)
        ? worldTexts(world, "values", world.between("number of values", 1, 3))
        : [];
    this.#reads = world.pick("reads", READS);
    this.#react = world.has("clients react", 0.6);
    this.#bursts = world.has("clients begin with a write of one key", 0.5);
    this.#converse = world.has("clients answer each other", kv.level === "causal" ? 0.8 : 0.3);
    this.#pace = new Pace(sim, PAUSE_MS);
  }

  /** How many calls each client makes in a round beside those that it begins with, if all may make so many. */
  callsInRound(most: number): number {
    const bearable =
      Math.floor(most / this.clients.length) - Number(this.#bursts) - 2 * Number(this.#converse);
    const isEnough = this.#bursts || this.#converse;
    return Math.min(this.#sim.world.pick("calls", CALLS), Math.max(isEnough ? 0 : 1, bearable));
  }

  /** The server that a client talks to. Throws Error for the name of none. */
  serverOf(name: string): number {
    const client = this.clients.find((one) => one.name === name);
    if (client === undefined) throw new Error(`expected the name of a client, got ${name}`);
    return client.server;
  }

  /** How long a reply to a client may be under way, virtual ms. Throws Error for the name of none. */
  replyMs(name: string): number {
    const client = this.clients.find((one) => one.name === name);
    if (client === undefined) throw new Error(`expected the name of a client, got ${name}`);
    return worldDelays(this.#sim)[1] + 1 + client.slowMs[1];
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
    if (this.#converse) await this.#conversation(name);
    await this.#sim.inParallel(this.clients.length, async (i) => {
      const client = this.clients[i] as WorldClient;
      if (world.has(`${client.name}/${name} idle`, 0.25)) return;
      if (this.#bursts) {
        const key = world.pick(`${name}/burst key`, this.#keys);
        await this.#set(client, key, this.#next(client));
      }
      for (let nth = 0; nth < calls; nth++) await this.#any(client, this.#next(client));
    });
  }

  /** Each client in turn waits until its server shows what the one before has written, reads it, and writes. */
  async #conversation(name: string): Promise<void> {
    const { world } = this.#sim;
    let before: { readonly key: string; readonly value: string } | undefined;
    for (const client of this.clients) {
      if (before !== undefined) {
        await this.#shown(client, before);
        await this.#get(client, before.key);
      }
      const call = this.#next(client);
      const key = world.pick(`${name}/${client.name} says`, this.#keys);
      await this.#set(client, key, call);
      before = { key, value: this.#valueOf(call) };
    }
  }

  /** Resolves when a server shows a value, or after a while: it may have been overwritten. */
  async #shown(
    { server }: WorldClient,
    { key, value }: { readonly key: string; readonly value: string },
  ): Promise<void> {
    if (this.#kv.level === "linearizable") return;
    for (let i = 0; i < SHOWN_TRIES && (await this.#kv.read(server, key)) !== value; i++)
      await this.#sim.sleep(SHOWN_MS);
  }

  /** The name of a client's next call. */
  #next({ name }: WorldClient): string {
    const nth = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, nth);
    return `${name}/${String(nth)}`;
  }

  async #any(client: WorldClient, call: string): Promise<void> {
    const { world } = this.#sim;
    // The first one does not wait for others, so that somebody begins.
    if (this.#react && client !== this.clients[0] && world.has(`${call} reacts`, 0.6)) {
      await this.#otherReturned(call);
      const last = this.#last;
      if (last !== undefined && world.has(`${call} same key`, 0.7)) {
        if (!world.has(`${call} reads what was written`, last.reads ? 0.3 : 0.8))
          return this.#set(client, last.key, call);
        await this.#get(client, last.key);
        if (!world.has(`${call} answers`)) return;
        return this.#set(client, world.pick(`${call} key`, this.#keys), call);
      }
    } else await this.#pace.pause(call);
    const key = world.pick(`${call} key`, this.#keys);
    if (world.has(`${call} reads`, this.#reads)) await this.#get(client, key);
    else await this.#set(client, key, call);
  }

  async #get(client: WorldClient, key: string): Promise<void> {
    const began = this.#sim.now;
    await client.clerk.get(key);
    this.#returned(client, { key, reads: true }, began);
  }

  async #set(client: WorldClient, key: string, call: string): Promise<void> {
    const began = this.#sim.now;
    await client.clerk.set(key, this.#valueOf(call));
    this.#returned(client, { key, reads: false }, began);
  }

  #returned(
    client: WorldClient,
    call: { readonly key: string; readonly reads: boolean },
    began: number,
  ): void {
    if (this.#waitsForNobody(call.reads))
      this.#expectAtOnce(client, call.reads, call.key, this.#sim.now - began);
    this.#last = call;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Until a call of another client returns, and a little longer: perhaps until its message has come. */
  async #otherReturned(call: string): Promise<void> {
    await this.#sim.inTime(new Promise<void>((resolve) => this.#wake.push(resolve)), REACTION_MS);
    const most = this.#kv.level === "linearizable" ? 2 : 30;
    await this.#sim.sleep(this.#sim.world.upTo(`${call} after`, most * 10) / 10);
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
