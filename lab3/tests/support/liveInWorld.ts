import type { Simulation } from "labrpc/simulation";
import type { ScenarioOptions } from "labrpc/testing";
import { expectValue } from "labrpc/testing";
import type { Level } from "../../types";
import { QUIET_MS } from "./expectations";
import { expectAllAcknowledged, expectExecuted, heldAfter, type CallAt } from "./expectExecuted";
import { expectPrompt } from "./expectPrompt";
import { startStore, type KVOperation, type StoreCluster } from "./harness";
import { busLogs, expectClocks, expectPublished, operationsOf } from "./published";
import { Looks } from "./Looks";
import { storeKeys } from "./storeKeys";
import { WorldClients } from "./worldClients";
import { worldDelays, WorldTroubles } from "./worldTroubles";
import { WritersApart } from "./WritersApart";

/** "It waits for the answer, however long that takes": nothing times out. */
const FOREVER_MS = 10_000_000;

export const WORLD: ScenarioOptions = {
  network: { timeoutMs: FOREVER_MS },
  budget: { virtualMs: 1_000_000, events: 150_000 },
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
  // Many operations in one order take many messages: sequential alone stands for both levels that have one.
  const isApart = level !== "linearizable" && world.has("servers 1 and 11 write apart", 0.06);
  const servers = isApart ? 12 : world.pick("servers", SERVERS);
  world.describe(`${String(servers)} ${servers === 1 ? "server" : "servers"}`);
  const isOrdered = level === "linearizable" || level === "sequential";
  const most = BEARABLE[servers]?.[isOrdered ? "ordered" : "other"] ?? 1;
  const keys = isApart ? WritersApart.KEYS : storeKeys(world);
  const kv = startStore(sim, { level, servers, callsTakeMs: FOREVER_MS });
  const clients = isApart ? new WritersApart(sim, kv) : new WorldClients(sim, kv, keys, most);
  const rounds = isApart ? 1 : Math.min(world.pick("rounds", ROUNDS), Math.max(1, Math.floor(most / 6)));
  const calls = clients.callsInRound(Math.floor(most / rounds));
  const troubles = clients instanceof WritersApart ? clients.troubles : new WorldTroubles(sim, kv);
  const looks = new Looks(sim, kv, keys);
  const callsAt = (): CallAt[] =>
    kv.history.map((operation) => ({ server: clients.serverOf(operation.client), operation }));
  for (let nth = 1; nth <= rounds; nth++) {
    const name = `round-${String(nth)}`;
    if (nth > 1) await sim.sleep(world.pick(`${name}/after a pause`, [0, 0, 0, 61_000]));
    sim.network.set({ delayMs: worldDelays(sim) });
    clients.slowDown();
    troubles.begin();
    const working = clients.round(name, calls);
    working.catch(() => undefined);
    await Promise.all([troubles.round(name), looks.round(name)]);
    troubles.end();
    await expectMendedReturn(sim, kv, working);
    await sim.sleep(QUIET_MS);
    const logs = await busLogs(kv);
    expectPublished(kv, logs, kv.history);
    expectClocks(kv, logs);
    if (isOrdered) {
      const ordered = callsAt().filter(({ operation }) => takesPlace(level, operation));
      expectAllAcknowledged(kv, logs, ordered);
      expectPrompt(kv, logs, ordered, (client) => clients.replyMs(client));
    }
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

/** Waits for the clients; fails when a call does not return although nothing is in its way. */
async function expectMendedReturn(sim: Simulation, kv: StoreCluster, working: Promise<void>): Promise<void> {
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
