import {
  commonStageHandlers,
  labStageOf,
  stageHandler,
  StageMisuse,
  stageName,
  type StageHandlersOf,
} from "harness";
import { HostCrashed, StudentError, type Simulation } from "labrpc/simulation";
import { z } from "zod";
import type { KVStageCalls } from "../stage";
import { expectLinearizable, token } from "./support/expectations";
import { startKVService, type KVCluster, type RecordedClerk } from "./support/harness";

/** What scenarios of lab 1 play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { budget: { virtualMs: 4_000_000, events: 30_000 } },
});

const [MOST_SERVERS, MOST_CLERKS, MOST_OPERATIONS, LONGEST] = [12, 60, 400, 10_000];
const text = z.string().max(LONGEST);
const call = z.strictObject({ clerk: stageName, key: text });

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
const asks = {
  onServer: z.int(),
  startServers: z.strictObject({
    servers: z.int().min(1).max(MOST_SERVERS),
    replicas: z.int().min(1).max(MOST_SERVERS),
  }),
  /** "A call without a reply rejects after 1,000 ms; in some generated worlds up to 7,000 ms." */
  timeout: z.strictObject({ machine: stageName, server: z.int(), ms: z.number().min(1_000).max(7_000) }),
  makeClerk: z.strictObject({ name: stageName, machine: stageName }),
  put: call.extend({ value: text }),
  append: call.extend({ arg: text }),
  askOnly: z.strictObject({ server: z.int(), key: text }),
  crowd: z.strictObject({
    clerks: z.int().min(1).max(MOST_CLERKS),
    operations: z.int().min(1).max(MOST_OPERATIONS),
    keys: z.array(text).min(1).max(MOST_CLERKS),
  }),
};

function stageHandlers(sim: Simulation): StageHandlersOf<KVStageCalls> {
  let cluster: KVCluster | undefined;
  const clerks = new Map<string, RecordedClerk>();
  const kv = (): KVCluster => {
    if (cluster === undefined) throw new StageMisuse("there are no servers; call stage.startServers() first");
    return cluster;
  };
  const clerkOf = (name: string): RecordedClerk => {
    const clerk = clerks.get(name);
    if (clerk === undefined)
      throw new StageMisuse(`there is no clerk ${name}; make it with stage.clerk("${name}")`);
    return clerk;
  };
  const expectHost = (name: string): void => {
    if (sim.hosts.some((host) => host.name === name)) return;
    throw new StageMisuse(
      `there is no host ${name}; there are ${sim.hosts.map((host) => host.name).join(", ")}`,
    );
  };
  const onServer = (run: (me: number) => void): ((args: unknown) => unknown) =>
    stageHandler(asks.onServer, (me) => {
      expectHost(`server-${String(me)}`);
      run(me);
    });
  return {
    ...commonStageHandlers(sim, expectHost),
    startServers: stageHandler(asks.startServers, (config) => {
      if (cluster !== undefined) throw new StageMisuse("the servers are there already");
      if (config.replicas > config.servers)
        throw new StageMisuse("there cannot be more replicas of a shard than servers");
      cluster = startKVService(sim, config);
    }),
    stop: onServer((me) => {
      kv().stop(me);
    }),
    start: onServer((me) => {
      kv().start(me);
    }),
    timeout: stageHandler(asks.timeout, ({ machine, server, ms }) => {
      const name = `server-${String(server)}`;
      for (const host of [machine, name]) expectHost(host);
      sim.network.timeout(machine, name, ms);
    }),
    makeClerk: stageHandler(asks.makeClerk, ({ name, machine }) => {
      if (clerks.has(name)) throw new StageMisuse(`there is a clerk ${name} already`);
      if (clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
      clerks.set(name, kv().clerk(name, machine));
    }),
    get: stageHandler(call, ({ clerk, key }) => clerkOf(clerk).get(key)),
    put: stageHandler(asks.put, ({ clerk, key, value }) => clerkOf(clerk).put(key, value)),
    append: stageHandler(asks.append, ({ clerk, key, arg }) => clerkOf(clerk).append(key, arg)),
    askOnly: stageHandler(asks.askOnly, ({ server, key }) => {
      expectHost(`server-${String(server)}`);
      return askOnly(sim, kv(), server, key);
    }),
    crowd: stageHandler(asks.crowd, async ({ clerks: count, operations, keys }) => {
      if (count * operations > MOST_OPERATIONS)
        throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
      await playCrowd(sim, kv(), { count, operations, keys });
    }),
    expectLinearizable: () => {
      expectLinearizable(kv().history);
    },
  };
}

/** How long a clerk that is refused may wait, virtual ms. */
const ASKED_MS = 2_000;

async function askOnly(sim: Simulation, kv: KVCluster, me: number, key: string): Promise<string | null> {
  const name = `asks-server-${String(me)}`;
  sim.host(name).restart();
  const clerk = kv.onlyServer(me, name);
  const answer = clerk.get(key).catch((error: unknown) => {
    if (error instanceof StudentError || error instanceof HostCrashed) return null;
    throw error;
  });
  const value = (await sim.inTime(answer, ASKED_MS)) ? await answer : null;
  // It would ask again and again.
  clerk.host.shutDown();
  return value;
}

async function playCrowd(
  sim: Simulation,
  kv: KVCluster,
  { count, operations, keys }: { count: number; operations: number; keys: readonly string[] },
): Promise<void> {
  await sim.inParallel(count, async (client) => {
    const ck = kv.clerk(`crowd-${String(client)}`);
    const random = sim.random(ck.host.name);
    for (let i = 0; i < operations; i++) {
      const key = keys[random.int(keys.length)] ?? "";
      if (random.chance(0.3)) await ck.put(key, token(client, i));
      else if (random.chance(0.6)) await ck.append(key, token(client, i));
      else await ck.get(key);
    }
  });
}
