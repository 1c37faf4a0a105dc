import { worldTexts } from "harness";
import type { Simulation, World } from "labrpc/simulation";
import type { ScenarioOptions } from "labrpc/testing";
import { expectValue } from "labrpc/testing";
import type { Level } from "../../types";
import { QUIET_MS } from "./expectations";
import {
  expectAcknowledged,
  expectExecuted,
  expectInItsTurn,
  heldAfter,
  type CallAt,
} from "./expectExecuted";
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

/** How many servers: any from 1. */
const SERVERS = [3, 2, 3, 1, 4, 3, 5, 3, 11, 3, 7, 12] as const;
/** How many calls so many servers bear: what n of them put into one order takes n² messages. */
const BEARABLE: Readonly<Record<number, { readonly ordered: number; readonly other: number }>> = {
  1: { ordered: 24, other: 24 },
  2: { ordered: 20, other: 30 },
  3: { ordered: 18, other: 30 },
  4: { ordered: 12, other: 24 },
  5: { ordered: 8, other: 20 },
  7: { ordered: 5, other: 16 },
  11: { ordered: 4, other: 12 },
  12: { ordered: 4, other: 12 },
};
/** How often clients work, with quiet and perhaps a long pause between. */
const ROUNDS = [1, 1, 1, 2, 2, 3] as const;
/** How long a call may be open once the network is mended, virtual ms: messages travel for 1 ms at most. */
export const MENDED_MS = 20_000;
/** How often the test looks into a server, at most, while clients work. */
const LOOKS = 24;

/** A store of a world, after everything has happened. */
export interface WorldStore {
  readonly kv: StoreCluster;
  readonly keys: readonly string[];
  /** What the test saw when it looked into servers, as calls of its own. */
  readonly seen: readonly KVOperation[];
}

/**
 * Draws a store with clients and troubles from the seed, lets them live for one to three rounds, and mends everything after
 * each. In every world: all calls return; servers publish what they must and no more; clocks push each other. In those
 * whose level does not let reads into the order: servers go through the writes in the order of their timestamps, and hold
 * the same when all is quiet.
 */
export async function liveInWorld(sim: Simulation, level: Level): Promise<WorldStore> {
  const { world } = sim;
  const servers = world.pick("servers", SERVERS);
  world.describe(`${String(servers)} ${servers === 1 ? "server" : "servers"}`);
  const isOrdered = level === "linearizable" || level === "sequential";
  const most = BEARABLE[servers]?.[isOrdered ? "ordered" : "other"] ?? 1;
  const keys = storeKeys(world);
  const kv = startStore(sim, { level, servers, callsTakeMs: FOREVER_MS });
  const clients = new WorldClients(sim, kv, keys, most);
  const rounds = Math.min(world.pick("rounds", ROUNDS), Math.max(1, Math.floor(most / 6)));
  const calls = clients.callsInRound(Math.floor(most / rounds));
  const troubles = new WorldTroubles(sim, kv);
  const looks = new Looks(sim, kv, keys);
  const callsAt = (): CallAt[] =>
    kv.history.map((operation) => ({ server: clients.serverOf(operation.client), operation }));
  const expectAcks = async (deaf: readonly number[]): Promise<void> => {
    if (!isOrdered) return;
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
    await Promise.all([troubles.round(name, expectAcks), looks.round(name)]);
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
  return { kv, keys, seen: looks.seen.map(({ operation }) => operation) };
}

/**
 * Keys that are nothing special, awkward texts, or some that programs take for others: names that every object has, and
 * texts that look alike. "Keys and values are strings, such as __proto__, and stay as they are."
 */
function storeKeys(world: World): string[] {
  const count = world.between("number of keys", 1, 3);
  if (!world.has("keys taken for others", 0.25)) return worldTexts(world, "keys", count);
  const alike = world.pick("which keys", ALIKE);
  const first = world.upTo("first key", alike.length - 1);
  const keys = [...alike, ...alike].slice(first, first + count);
  world.describe(`keys ${keys.map((key) => JSON.stringify(key)).join(", ")}`);
  return keys;
}

const ALIKE = [
  ["__proto__", "constructor", "toString", "hasOwnProperty", "size"],
  ["\u00e4", "a\u0308", "a", "A", "a ", " a"],
] as const;

/** Waits for the clients; fails when a call does not return although nothing is in its way. */
async function expectAllReturn(sim: Simulation, kv: StoreCluster, working: Promise<void>): Promise<void> {
  while (!(await sim.inTime(working, MENDED_MS))) {
    const open = kv.history.find(
      ({ returned, called }) => returned === Infinity && called <= sim.now - MENDED_MS,
    );
    if (open === undefined) continue;
    const { client, input } = open;
    sim.fail(
      `${client}'s ${input.op === "put" ? "set" : "get"}(${JSON.stringify(input.key)}) did not return within ${String(MENDED_MS / 1_000)} s of virtual time, although all servers hear each other`,
      { expected: "an answer", got: "none", restsOn: "waiting" },
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
  /** What each server showed last for each key. */
  readonly #shown = new Map<string, string>();
  #lastStamp = 0;

  constructor(sim: Simulation, kv: StoreCluster, keys: readonly string[]) {
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    this.#looks = kv.level !== "linearizable" && sim.world.has("looks", kv.level === "causal" ? 0.7 : 0.5);
  }

  async round(name: string): Promise<void> {
    if (!this.#looks) return;
    const { world } = this.#sim;
    const pauseMs = world.pick(`${name}/looks after`, [2, 7, 20]);
    const count = this.#kv.servers.length;
    const watched = world.upTo(`${name}/looks at`, count - 1);
    for (let i = 0; i < LOOKS; i++) {
      await this.#sim.sleep(pauseMs);
      const isOther = i % 3 === 2;
      const server = isOther ? world.upTo(`${name}/look-${String(i + 1)} at`, count - 1) : watched;
      await this.#look(server);
    }
  }

  async #look(server: number): Promise<void> {
    const shown: { readonly key: string; readonly value: string }[] = [];
    // Twice: an effect may be there, and its cause not, only if the effect is looked at first.
    for (const key of [...this.#keys, ...this.#keys.slice(0, -1)]) {
      const value = await this.#read(server, key);
      const name = `${String(server)} ${key}`;
      if (value !== "" && value !== this.#shown.get(name)) shown.push({ key, value });
      this.#shown.set(name, value);
    }
    if (this.#kv.level !== "sequential" || shown.length === 0) return;
    const log = await this.#kv.bus(server);
    for (const one of shown) expectInItsTurn(this.#kv, server, log, one);
  }

  /** Looks of the same instant come one after the other. */
  #stamp(): number {
    const SMALL = 1e-6;
    this.#lastStamp = Math.max(this.#sim.now, this.#lastStamp + SMALL);
    return this.#lastStamp;
  }

  async #read(server: number, key: string): Promise<string> {
    const called = this.#stamp();
    const output = await this.#kv.read(server, key);
    const client = `a look into ${this.#kv.nameOf(server)}`;
    const operation = { client, input: { op: "get", key }, output, called, returned: this.#stamp() } as const;
    this.seen.push({ server, operation });
    return output;
  }
}
