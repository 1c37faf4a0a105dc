import {
  commonStageHandlers,
  labStageOf,
  stageHandler,
  StageMisuse,
  stageName,
  type StageHandlersOf,
} from "harness";
import { Violation, type Simulation } from "labrpc/simulation";
import { z } from "zod";
import type { Crowd, Published, StoreStageCalls } from "../stage";
import type { Level } from "../types";
import {
  expectCausal,
  expectConverged,
  expectLamportClock,
  expectLinearizable,
  expectSequential,
  QUIET_MS,
} from "./support/expectations";
import { expectExecuted } from "./support/expectExecuted";
import { startStore, type RecordedClerk, type StoreCluster } from "./support/harness";
import { busLogs, operationsOf } from "./support/published";

/** "It waits for the answer, however long that takes": nothing times out, virtual ms. */
const FOREVER_MS = 10_000_000;
/** How long a clerk's call may take, virtual ms: far longer than a bearable cut. */
const PATIENCE_MS = 120_000;

/** What scenarios of lab 3 play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: {
    network: { timeoutMs: FOREVER_MS },
    budget: { virtualMs: 2_000_000, events: 60_000 },
  },
});

const [MOST_SERVERS, MOST_CLERKS, MOST_OPERATIONS, MOST_CALLS, LONGEST] = [12, 40, 200, 1_000, 10_000];
/** A crowd's pauses, and how much longer its messages travel on slow links, virtual ms. */
const [PAUSE_MS, SLOW_MS] = [40, [20, 60, 200]] as const;
/** A history of so few calls is told as what clients saw, and a larger one as what servers did. */
const FEW_CALLS = 14;

const text = z.string().max(LONGEST);
const server = z.int().min(0).max(MOST_SERVERS);
const call = z.strictObject({ clerk: stageName, key: text });

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
const asks = {
  startServers: z.strictObject({
    level: z.enum(["linearizable", "sequential", "eventual", "causal"]),
    servers: z.int().min(1).max(MOST_SERVERS),
  }),
  makeClerk: z.strictObject({ name: stageName, server }),
  set: call.extend({ value: text.min(1, 'nobody writes ""') }),
  look: z.strictObject({ server, key: text }),
  crowd: z.strictObject({
    clerks: z.int().min(1).max(MOST_CLERKS),
    operations: z.int().min(1).max(MOST_OPERATIONS),
    keys: z.array(text).min(1).max(MOST_CLERKS),
    slowLinks: z
      .int()
      .min(0)
      .max(MOST_SERVERS * MOST_SERVERS),
  }),
};

function stageHandlers(sim: Simulation): StageHandlersOf<StoreStageCalls> {
  const play = new Play(sim);
  const common = commonStageHandlers(sim, (name) => {
    play.expectHost(name);
  });
  return {
    ...common,
    network: (options) => {
      expectNoLoss(options);
      return common.network(options);
    },
    copy: (which) => {
      play.expectFromServer(which);
      return common.copy(which);
    },
    startServers: stageHandler(asks.startServers, ({ level, servers }) => {
      play.start(level, servers);
    }),
    makeClerk: stageHandler(asks.makeClerk, (one) => {
      play.makeClerk(one.name, one.server);
    }),
    get: stageHandler(call, ({ clerk, key }) => play.get(clerk, key)),
    set: stageHandler(asks.set, ({ clerk, key, value }) => play.set(clerk, key, value)),
    look: stageHandler(asks.look, (at) => play.look(at.server, at.key)),
    published: stageHandler(server, (number) => play.published(number)),
    crowd: stageHandler(asks.crowd, (crowd) => play.crowd(crowd)),
    expectConsistent: () => play.expectConsistent(),
    expectConvergence: () => play.expectConvergence(),
    expectClocks: () => play.expectClocks(),
  };
}

/** A clerk of a scenario. */
interface StagedClerk {
  readonly clerk: RecordedClerk;
  /** The call that it is making. */
  busyWith?: string;
}

/** One run on the stage. */
class Play {
  readonly #sim: Simulation;
  readonly #clerks = new Map<string, StagedClerk>();
  /** The server that each client talks to, those of crowds too. */
  readonly #servers = new Map<string, number>();
  #kv: StoreCluster | undefined;
  #inCrowds = 0;
  #crowds = 0;
  #calls = 0;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  get #store(): StoreCluster {
    if (this.#kv === undefined)
      throw new StageMisuse('there are no servers; call stage.startServers("sequential") first');
    return this.#kv;
  }

  start(level: Level, servers: number): void {
    if (this.#kv !== undefined) throw new StageMisuse("the servers are there already");
    this.#kv = startStore(this.#sim, { level, servers, callsTakeMs: PATIENCE_MS });
  }

  expectHost(name: string): void {
    const names = this.#sim.hosts.map((host) => host.name);
    if (!names.includes(name))
      throw new StageMisuse(`there is no host ${name}; there are ${names.join(", ") || "none"}`);
  }

  /** Copies of a client's request are not what this network does. */
  expectFromServer(which: unknown): void {
    const { from } = (which ?? {}) as { readonly from?: unknown };
    if (this.#store.servers.some((number) => this.#store.nameOf(number) === from)) return;
    throw new StageMisuse(
      'expected the server whose messages arrive twice, such as { from: "server-0" }: a client\'s arrive once',
    );
  }

  makeClerk(name: string, number: number): void {
    if (this.#sim.hosts.some((host) => host.name === name))
      throw new StageMisuse(`there is a host ${name} already`);
    if (this.#clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
    this.#clerks.set(name, { clerk: this.#newClerk(name, number) });
  }

  get(name: string, key: string): Promise<string> {
    return this.#make(name, `get(${JSON.stringify(key)})`, (clerk) => clerk.get(key));
  }

  set(name: string, key: string, value: string): Promise<void> {
    return this.#make(name, `set(${JSON.stringify(key)})`, (clerk) => clerk.set(key, value));
  }

  look(number: number, key: string): Promise<string> {
    this.#expectServer(number);
    this.#count(1);
    return this.#store.read(number, key);
  }

  async published(number: number): Promise<Published[]> {
    this.#expectServer(number);
    return (await this.#store.bus(number)).flatMap(({ kind, message }) =>
      kind === "published" ? [contractOf(message)] : [],
    );
  }

  async crowd({ clerks: count, operations, keys, slowLinks }: Required<Crowd>): Promise<void> {
    const { servers, level } = this.#store;
    if (count * operations > MOST_OPERATIONS)
      throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
    if (this.#inCrowds + count > MOST_CLERKS)
      throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks in all crowds together`);
    const random = this.#sim.random(`crowd ${String(++this.#crowds)}`);
    const links = servers.flatMap((from) =>
      servers.flatMap((to) => (from === to ? [] : [[from, to] as const])),
    );
    const slow = random.shuffle(links).slice(0, slowLinks);
    for (const [from, to] of slow) this.#store.slow(from, to, random.pick(SLOW_MS));
    await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const name = `crowd-${String(this.#inCrowds++)}`;
        const clerk = this.#newClerk(name, i % servers.length);
        const own = this.#sim.random(name);
        for (let nth = 0; nth < operations; nth++) {
          const key = own.pick(keys);
          const isRepeated = level !== "causal" && own.chance(0.25);
          if (own.chance(0.5)) await clerk.get(key);
          else await clerk.set(key, isRepeated ? "same" : `${name}.${String(nth)}`);
          if (own.chance(0.4)) await this.#sim.sleep(own.int(PAUSE_MS));
        }
      }),
    );
    for (const [from, to] of slow) this.#store.slow(from, to, 0);
  }

  /** What histories show alone, they show at once; else servers are asked. */
  expectConsistent(): Promise<void> | undefined {
    const { history, level } = this.#store;
    if (level === "linearizable") expectLinearizable(history);
    else if (level === "causal") {
      this.#expectDistinctWrites();
      expectCausal(history);
    } else return this.#expectExecuted();
    return undefined;
  }

  async #expectExecuted(): Promise<void> {
    const kv = this.#store;
    const { history } = kv;
    const calls = history.map((operation) => ({
      server: this.#servers.get(operation.client) ?? 0,
      operation,
    }));
    try {
      // What passes this has been shown an order: it is sequentially consistent, and no search is needed.
      expectExecuted(kv, operationsOf(await busLogs(kv), "set"), calls);
    } catch (error) {
      if (kv.level === "sequential" && history.length <= FEW_CALLS && error instanceof Violation)
        expectSequential(history);
      throw error;
    }
  }

  async expectConvergence(): Promise<void> {
    const kv = this.#store;
    if (kv.level === "causal")
      throw new StageMisuse(
        "causal consistency promises no convergence: servers may see writes in any order",
      );
    const keys = new Set(kv.history.flatMap(({ input }) => (input.op === "put" ? [input.key] : [])));
    await this.#sim.sleep(QUIET_MS);
    await expectConverged(kv, [...keys]);
  }

  async expectClocks(): Promise<void> {
    for (const number of this.#store.servers) await expectLamportClock(this.#store, number);
  }

  #newClerk(name: string, number: number): RecordedClerk {
    this.#expectServer(number);
    this.#servers.set(name, number);
    return this.#store.clerk(name, number);
  }

  /** Makes a call of a clerk. */
  async #make<T>(name: string, what: string, run: (clerk: RecordedClerk) => Promise<T>): Promise<T> {
    const staged = this.#clerks.get(name);
    if (staged === undefined)
      throw new StageMisuse(`there is no clerk ${name}; make it with stage.clerk("${name}")`);
    if (staged.busyWith !== undefined)
      throw new StageMisuse(
        `expected ${name} to make one call at a time; its ${staged.busyWith} has not returned`,
      );
    this.#count(1);
    staged.busyWith = what;
    try {
      return await run(staged.clerk);
    } finally {
      delete staged.busyWith;
    }
  }

  #expectServer(number: number): void {
    const { servers } = this.#store;
    if (!servers.includes(number))
      throw new StageMisuse(`there is no server ${String(number)}; there are ${servers.join(", ")}`);
  }

  #count(calls: number): void {
    this.#calls += calls;
    if (this.#calls > MOST_CALLS)
      throw new StageMisuse(`at most ${String(MOST_CALLS)} calls and looks in a scenario`);
  }

  /** Who reads from whom has to be known. */
  #expectDistinctWrites(): void {
    const seen = new Set<string>();
    for (const { input } of this.#store.history) {
      if (input.op !== "put") continue;
      const write = JSON.stringify([input.key, input.value]);
      if (seen.has(write))
        throw new StageMisuse(
          `under "causal", each write needs a value of its own; ${JSON.stringify(input.value)} was written twice`,
        );
      seen.add(write);
    }
  }
}

/** "The link between a client and its server loses nothing." */
function expectNoLoss(options: unknown): void {
  const { requestLoss = 0, replyLoss = 0, duplicate = 0 } = (options ?? {}) as Record<string, unknown>;
  if (requestLoss === 0 && replyLoss === 0 && duplicate === 0) return;
  throw new StageMisuse(
    'the link between a client and its server loses nothing; stage.network.set({ delayMs: [0, 26] }) and stage.network.lose({ from: "server-0", to: "server-1" }) are what this network does',
  );
}

/** The fields that the contract names; null for what is no text and no number. */
function contractOf({ timestamp, id, type, key, value, ack }: Published): Published {
  const plain = Object.entries({ timestamp, id, type, key, value, ack }).map(
    ([name, field]: [string, unknown]) => [
      name,
      typeof field === "string" || typeof field === "number" ? field : null,
    ],
  );
  return Object.fromEntries(plain) as Published;
}
