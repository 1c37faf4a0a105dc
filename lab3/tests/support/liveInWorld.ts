import { worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import type { ScenarioOptions } from "labrpc/testing";
import { expectValue } from "labrpc/testing";
import type { Level } from "../../types";
import { QUIET_MS } from "./expectations";
import { expectAcknowledged, expectExecuted, heldAfter, type CallAt } from "./expectExecuted";
import { startStore, type KVOperation, type StoreCluster } from "./harness";
import { busLogs, expectClocksSince, expectPublished, operationsOf } from "./published";
import { WorldClients } from "./worldClients";
import { worldDelays, WorldTroubles } from "./worldTroubles";

/** "It waits for the answer, however long that takes": nothing times out. */
const FOREVER_MS = 10_000_000;

export const WORLD: ScenarioOptions = {
  network: { timeoutMs: FOREVER_MS },
  budget: { virtualMs: 1_000_000, events: 600_000 },
  generated: true,
};

/** How many servers, and how many calls of clients they bear: what is broadcast by n servers takes n² messages. */
const SIZES = [
  { servers: 3, ordered: 24, calls: 30 },
  { servers: 2, ordered: 24, calls: 30 },
  { servers: 1, ordered: 24, calls: 30 },
  { servers: 3, ordered: 24, calls: 30 },
  { servers: 4, ordered: 16, calls: 24 },
  { servers: 3, ordered: 40, calls: 40 },
  { servers: 5, ordered: 12, calls: 20 },
  { servers: 2, ordered: 40, calls: 40 },
  { servers: 3, ordered: 24, calls: 30 },
  { servers: 7, ordered: 8, calls: 16 },
  { servers: 3, ordered: 24, calls: 30 },
  { servers: 12, ordered: 6, calls: 14 },
] as const;

/** How long a call may be open once the network is mended, virtual ms: messages travel for 1 ms at most. */
const MENDED_MS = 20_000;
/** How often the test looks into a server, at most, while clients work. */
const LOOKS = 12;

/** A store of a world, after everything has happened. */
export interface WorldStore {
  readonly kv: StoreCluster;
  readonly keys: readonly string[];
}

/**
 * Draws a store with clients and troubles from the seed, lets them live for one to three rounds, and mends everything after
 * each. In every world: all calls return; servers publish what they must and no more; clocks push each other. In those
 * whose level does not let reads into the order: servers go through the writes in the order of their timestamps, and hold
 * the same when all is quiet.
 */
export async function liveInWorld(sim: Simulation, level: Level): Promise<WorldStore> {
  const { world } = sim;
  const size = world.pick("size", SIZES);
  const { servers } = size;
  world.describe(`${String(servers)} ${servers === 1 ? "server" : "servers"}`);
  const most = level === "linearizable" || level === "sequential" ? size.ordered : size.calls;
  const keys = worldTexts(world, "keys", world.between("number of keys", 1, 3));
  const kv = startStore(sim, { level, servers, callsTakeMs: FOREVER_MS });
  const clients = new WorldClients(sim, kv, keys, Math.min(6, most));
  const rounds = world.between("rounds", 1, 3);
  const calls = world.between(
    "calls",
    1,
    Math.max(1, Math.min(8, Math.floor(most / clients.clients.length / rounds))),
  );
  const troubles = new WorldTroubles(sim, kv);
  const looks = new Looks(sim, kv, keys);
  const callsAt = (): CallAt[] =>
    kv.history.map((operation) => ({ server: clients.serverOf(operation.client), operation }));
  const expectAcks = async (deaf: readonly number[]): Promise<void> => {
    if (level !== "linearizable" && level !== "sequential") return;
    for (const server of deaf.slice(0, 3)) {
      const returned = callsAt().filter(
        (call) =>
          call.server === server && call.operation.output !== undefined && takesPlace(level, call.operation),
      );
      if (returned.length > 0)
        expectAcknowledged(
          kv,
          server,
          await kv.bus(server),
          returned.map(({ operation }) => operation),
        );
    }
  };
  let lengths: readonly number[] = [];
  for (let nth = 1; nth <= rounds; nth++) {
    const name = `round-${String(nth)}`;
    if (nth > 1) await sim.sleep(world.pick(`${name}/after a pause`, [0, 0, 0, 61_000]));
    sim.network.set({ delayMs: worldDelays(sim) });
    clients.slowDown();
    troubles.begin();
    const working = clients.round(name, calls);
    working.catch(() => undefined);
    await Promise.all([troubles.round(name, expectAcks), looks.round(name, working)]);
    troubles.end();
    await expectAllReturn(sim, kv, working);
    await sim.sleep(QUIET_MS);
    const logs = await busLogs(kv);
    expectPublished(kv, logs, kv.history);
    expectClocksSince(kv, logs, lengths);
    lengths = logs.map((log) => log.length);
    if (level === "sequential" || level === "eventual") {
      const writes = operationsOf(logs, "set");
      expectExecuted(kv, writes, [...callsAt(), ...looks.seen]);
      for (const server of kv.servers)
        for (const key of keys)
          expectValue(
            `what ${kv.nameOf(server)} holds for ${JSON.stringify(key)}, when all has arrived,`,
            await kv.read(server, key),
            heldAfter(writes, key),
          );
    }
  }
  return { kv, keys };
}

/** Waits for the clients; fails when a call does not return although nothing is in its way. */
async function expectAllReturn(sim: Simulation, kv: StoreCluster, working: Promise<void>): Promise<void> {
  while (!(await sim.inTime(working, MENDED_MS))) {
    const open = kv.history.find(
      ({ returned, called }) => returned === Infinity && called <= sim.now - MENDED_MS,
    );
    if (open === undefined) continue;
    const { client, input } = open;
    sim.fail(
      `${client}'s ${input.op === "put" ? "set" : "get"}(${JSON.stringify(input.key)}) did not return, although all servers hear each other`,
      { expected: `an answer within ${String(MENDED_MS / 1_000)} s of virtual time`, got: "none" },
    );
  }
  await working;
}

/** Whether a call goes through the order of all. */
function takesPlace(level: Level, { input }: KVOperation): boolean {
  return input.op === "put" || level === "linearizable";
}

/** What the test sees when it looks into servers while clients work: only where a read is nothing to others. */
class Looks {
  readonly seen: CallAt[] = [];
  readonly #sim: Simulation;
  readonly #kv: StoreCluster;
  readonly #keys: readonly string[];
  readonly #looks: boolean;

  constructor(sim: Simulation, kv: StoreCluster, keys: readonly string[]) {
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    this.#looks = kv.level !== "linearizable" && sim.world.has("looks", 0.3);
  }

  async round(name: string, working: Promise<void>): Promise<void> {
    if (!this.#looks) return;
    const { world } = this.#sim;
    const pauseMs = world.pick(`${name}/looks after`, [2, 10, 60]);
    for (let i = 0; i < LOOKS; i++) {
      if (await this.#sim.inTime(working, pauseMs)) return;
      const look = `${name}/look-${String(i + 1)}`;
      const server = world.upTo(`${look} at`, this.#kv.servers.length - 1);
      const key = world.pick(`${look} key`, this.#keys);
      const called = this.#sim.now;
      const output = await this.#kv.read(server, key);
      const operation = {
        client: "the test",
        input: { op: "get", key },
        output,
        called,
        returned: this.#sim.now,
      } as const;
      this.seen.push({ server, operation });
    }
  }
}
