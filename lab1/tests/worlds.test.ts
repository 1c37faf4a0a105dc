import { counted, expectAllReturn, mendNetwork, worldNetwork, alikeTexts, type WorldNetwork } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable } from "./support/expectations";
import {
  simulate,
  startKVService,
  type KVCluster,
  type KVOperation,
  type RecordedClerk,
} from "./support/harness";
import { shardKeys } from "./support/shardKeys";
import { stopServers, type ShardWorld } from "./support/stopServers";
import { worldClients, type WorldClients } from "./support/worldClients";

/** Pauses and outages of minutes and hours have room in it. */
const WORLD_BUDGET = { virtualMs: 40_000_000, events: 100_000 };
/** How long a world may lose messages before its network is mended, virtual ms. */
const TROUBLE_MS = 30_000_000;
/** How long a right clerk may need for a call once the network loses nothing, virtual ms. */
const QUIET_MS = 60_000;

/**
 * "Whichever messages are lost, delayed or duplicated": no message is under way when its call has been sent again and
 * answered, as the figures of the handout say, and a copy comes right after the request.
 */
const LOSSY: WorldNetwork = {
  losses: [0.1, 0.3, 0.5],
  delaysMs: [1, 26, 200, 900],
  latesMs: [
    [27, 900],
    [999.9, 1000.2],
  ],
  copiesMs: [
    [0, 0.05],
    [0, 0.09],
  ],
};

/** "About one call in five gets no answer." */
const LOSSY_SHARDS: WorldNetwork = {
  losses: [0.1],
  delaysMs: [1, 26, 60],
  latesMs: [[27, 200]],
  copiesMs: [[0, 0.05]],
};

describe("Lab 1: generated worlds", () => {
  simulate("TestWorlds", { budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const keys = alikeTexts(world, "keys", world.between("number of keys", 1, 4), [""]);
    const kv = startKVService(sim);
    sim.network.set(worldNetwork(world, LOSSY));
    const clients = worldClients(sim, kv, keys, { clients: 200, operations: 40, pauseMs: 3_601_000 });
    clerksWait(sim, clients);
    void loseReplies(sim, clients.clerks.length);
    await expectClientsReturn(sim, kv, sim.inParallel(clients.clerks.length, clients.work));
    const reader = kv.clerk("reader");
    const readAll = async (): Promise<void> => {
      for (const key of keys) await reader.get(key);
    };
    await expectClientsReturn(sim, kv, readAll());
    expectRightAnswers(kv.history);
  });

  simulate("TestShardWorlds", { budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const servers = world.pick("servers", [2, 3, 4, 5, 7, 12]);
    const replicas = Math.min(servers, world.pick("replicas", [1, 2, 3, 3, 4]));
    world.describe(`${counted(servers, "server")}, ${counted(replicas, "replica")}`);
    const kv = startKVService(sim, { servers, replicas });
    const keys = shardKeys(world, servers);
    if (world.has("servers stop", 0.4)) {
      await stopServers(sim, kv, { servers, replicas, keys });
      return;
    }
    const clients = await troubledClients(sim, kv, { servers, replicas, keys });
    await expectClientsReturn(sim, kv, sim.inParallel(clients.clerks.length, clients.work));
    mendNetwork(sim);
    await sim.sleep(5_000);
    for (let alone = 0; alone < servers; alone++) {
      if (!world.has(`server-${String(alone)} is asked alone`, 0.4)) continue;
      const startAll = kv.leave(alone);
      const reader = kv.clerk(`reader-${String(alone)}`);
      for (const key of keys) if (kv.holds(alone, key)) await expectGetReturns(sim, reader, key);
      startAll();
    }
    const reader = kv.clerk("reader");
    for (const key of keys) await expectGetReturns(sim, reader, key);
    expectRightAnswers(kv.history);
  });
});

/** One order of all calls explains every answer; of appends that all differ, it is said what became of them. */
function expectRightAnswers(history: readonly KVOperation[]): void {
  const writes = history.flatMap(({ input }) => (input.op === "append" ? [input.arg] : []));
  const isAppended =
    history.every(({ input }) => input.op !== "put") && new Set(writes).size === writes.length;
  if (isAppended && writes.every((text) => text.startsWith("x ")))
    for (const key of new Set(history.map(({ input }) => input.key))) expectEveryAppendOnce(history, key);
  expectLinearizable(history);
}

/** "If none arrives in time": on one link that may be later than on another. */
function clerksWait({ world, network }: Simulation, { clerks }: WorldClients): void {
  if (!world.has("time-outs differ by link", 0.15)) return;
  for (const { host } of clerks) {
    const waitMs = world.pick(`${host.name} waits`, [1_000, 2_500, 7_000]);
    network.timeout(host.name, "server-0", waitMs);
  }
}

/** How long a call is on its way at most before the clerk sends it again, virtual ms. */
const UNTIL_RESENT_MS = 1_500;

/**
 * "The clerk has to resend until it gets an answer": for minutes, when all replies to it get lost, or all requests too
 * once one has come.
 */
async function loseReplies(sim: Simulation, clients: number): Promise<void> {
  const { world } = sim;
  if (!world.has("all replies get lost for a while", 0.2)) return;
  const clerk = `clerk-${String(world.upTo("whose replies get lost", clients - 1))}`;
  await sim.sleep(world.upTo("replies get lost after", 50) / 10);
  sim.network.block("server-0", clerk);
  if (world.has("its requests get lost, too")) {
    await sim.sleep(UNTIL_RESENT_MS);
    sim.network.block(clerk, "server-0");
  }
  await sim.sleep(world.pick("replies get lost for", [1_500, 20_000, 200_000, 700_000]));
  sim.network.unblock(clerk, "server-0");
  sim.network.unblock("server-0", clerk);
}

/** Draws what goes wrong between servers that are all up, and clients that go well with it. */
async function troubledClients(sim: Simulation, kv: KVCluster, cluster: ShardWorld): Promise<WorldClients> {
  const { world, network } = sim;
  if (world.has("links fall silent", 0.6)) {
    const [key = "0"] = cluster.keys;
    const keys = world.has("clients use all keys", 0.3) ? cluster.keys : [key];
    const most = { clients: 5, operations: 40, pauseMs: 1_000, paces: [40, 400, 1_000] };
    const clients = worldClients(sim, kv, keys, most);
    if (world.has("the first server was away before", 0.4)) await readWithoutFirst(sim, kv, clients, cluster);
    void silenceLinks(sim, cluster);
    return clients;
  }
  const isLossy = world.has("messages get lost");
  if (isLossy) network.set(worldNetwork(world, LOSSY_SHARDS));
  else if (world.has("slow link")) slowLink(sim, cluster.servers);
  const most = isLossy ? { clients: 6, operations: 30 } : { clients: 60, operations: 40 };
  return worldClients(sim, kv, cluster.keys, { ...most, pauseMs: 601_000 });
}

/** Not so slow that a call gets no answer: "ten in a row may be taken to mean that the first server is down". */
function slowLink(sim: Simulation, servers: number): void {
  const { world } = sim;
  const [from, to] = [world.upTo("slow from", servers - 1), world.upTo("slow to", servers - 1)];
  if (from !== to)
    sim.network.slow(`server-${String(from)}`, `server-${String(to)}`, world.pick("slow by", [5, 30]));
}

/** "It comes back": who found out that a server was down must not believe so for ever. */
async function readWithoutFirst(
  sim: Simulation,
  kv: KVCluster,
  { clerks }: WorldClients,
  { servers, keys }: ShardWorld,
): Promise<void> {
  const [key = "0"] = keys;
  const first = Number(key) % servers;
  kv.stop(first);
  if (kv.holds((first + 1) % servers, key)) for (const ck of clerks) await expectGetReturns(sim, ck, key);
  kv.start(first);
  await sim.sleep(sim.world.pick("the first server is back for", [50, 700, 5_000]));
}

/**
 * "Fewer than ten unanswered calls in a row mean nothing": for some seconds no message gets through on some links between
 * the replicas of a shard and the clients. Each call takes a second to reject, so at most nine are made in that time.
 */
async function silenceLinks(sim: Simulation, { servers, replicas, keys }: ShardWorld): Promise<void> {
  const { world, network } = sim;
  const first = Number(keys[0]) % servers;
  const hosts = [
    ...Array.from({ length: replicas }, (_, i) => `server-${String((first + i) % servers)}`),
    ...Array.from({ length: 4 }, (_, i) => `clerk-${String(i)}`),
  ];
  const share = world.pick("share of silent links", [0.1, 0.2, 0.4, 0.4]);
  const silent = hosts.flatMap((from) =>
    hosts.flatMap((to) =>
      from !== to && world.has(`link ${from}/${to} is silent`, share) ? [[from, to] as const] : [],
    ),
  );
  await sim.sleep(world.pick("links fall silent after", [0, 2, 40, 400]));
  for (const [from, to] of silent) network.block(from, to);
  await sim.sleep(world.pick("links are silent for", [1_500, 3_000, 5_000, 8_500]));
  for (const [from, to] of silent) network.unblock(from, to);
}

/** When the network loses nothing any more, every call returns. */
async function expectClientsReturn(sim: Simulation, kv: KVCluster, done: Promise<unknown>): Promise<void> {
  await expectAllReturn(sim, done, {
    troubleMs: TROUBLE_MS,
    quietMs: QUIET_MS,
    mend: () => {
      mendNetwork(sim);
    },
    open: () => {
      const open = kv.history.find(({ output }) => output === undefined);
      return open && `${open.client}'s ${open.input.op}(${JSON.stringify(open.input.key)})`;
    },
  });
}

/** The same of a get, when nothing is in its way. */
async function expectGetReturns(sim: Simulation, ck: RecordedClerk, key: string): Promise<void> {
  await expectInTime(sim, `${ck.host.name}'s get(${JSON.stringify(key)})`, QUIET_MS, ck.get(key));
}
