import {
  commonStageHandlers,
  labStageOf,
  stageHandler,
  StageMisuse,
  stageName,
  type StageHandlersOf,
} from "harness";
import { TimeoutError } from "labrpc";
import {
  StudentError,
  type Message,
  type Remote,
  type ScriptedDelivery,
  type Simulation,
} from "labrpc/simulation";
import { z } from "zod";
import type { Rings, Shell } from "../given/Shell";
import type { Crowd, KVStageCalls, StageClient } from "../stage";
import { SAVE_EVERY_MS, Servers, SWEEP_EVERY_MS } from "./support/harness";
import { SeenAnswers } from "./support/SeenAnswers";
import { StagedServer } from "./support/StagedServer";

/** What scenarios of lab 5 play on. Days have room in it. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { network: { timeoutMs: 5_000 }, budget: { virtualMs: 400_000_000, events: 60_000 } },
});

const [MOST_SERVERS, MOST_CLIENTS, MOST_OPERATIONS, MOST_KEYS, LONGEST] = [7, 60, 400, 60, 10_000];
const MOST_IN_CROWD = 4;
const [MOST_ON_RING, MOST_PLACES] = [20, 2_000];
/** A disk that takes longer is none: a server gives it 5 s. */
const SLOWEST_DISK_MS = 4_000;
/** A request that takes longer may be executed when nobody thinks so any more, virtual ms. */
const LATEST_MS = 4_000;

const text = z.string().max(LONGEST);
const ms = z.number().min(0).max(3_600_000);
const server = z.int();
const clientName = stageName.refine((name) => !/^(server-|disk-of-|crowd-|(raw|ring)$)/.test(name), {
  error: ({ input }) => `expected a client's name, such as "client-a", got ${JSON.stringify(input)}`,
});
const anything = z
  .unknown()
  .refine((value) => JSON.stringify([value]).length <= 10 * LONGEST, { error: "too long" });

/** The arguments of a client's methods. */
const ARGUMENTS = {
  serverOf: z.tuple([text]),
  get: z.tuple([text]),
  set: z.tuple([text, text]),
  delete: z.tuple([text]),
  expire: z.tuple([text, z.number()]),
  stats: z.union([z.tuple([]), z.tuple([server])]),
  keys: z.union([z.tuple([]), z.tuple([server])]),
  mget: z.tuple([z.array(text).max(MOST_KEYS)]),
  // zod's own record leaves out a key "__proto__".
  mset: z.tuple([
    z.custom<Record<string, string>>(isRecordOfTexts, { error: "expected texts by their keys" }),
  ]),
  retries: z.tuple([]),
} satisfies Record<keyof StageClient, z.ZodType>;

type Played = StageHandlersOf<KVStageCalls>;

/** Servers, and what they have answered. */
interface Kit {
  readonly kv: Servers;
  readonly seen: SeenAnswers;
  readonly servers: ReadonlyMap<number, StagedServer>;
}

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
const asks = {
  startServers: z.strictObject({
    servers: z.int().min(1).max(MOST_SERVERS).exactOptional(),
    saveEveryMs: z.number().min(100).max(86_400_000).exactOptional(),
    sweepEveryMs: z.number().min(30).max(86_400_000).exactOptional(),
    log: z.boolean().exactOptional(),
    password: text.exactOptional(),
  }),
  stop: z.strictObject({ server, lingerMs: ms }),
  killAtDisk: z.strictObject({ server, nth: z.int().min(1).max(1_000), withinMs: ms }),
  slowDisk: z.strictObject({ server, ms: z.number().min(0).max(SLOWEST_DISK_MS) }),
  damage: z.strictObject({
    server,
    how: z.enum(["changed", "lost", "added", "cut"]),
    at: z.number().min(0).max(1),
    file: text.exactOptional(),
  }),
  makeClient: z.strictObject({
    name: clientName,
    servers: z.array(server).min(1).max(MOST_SERVERS).exactOptional(),
    isTold: z.boolean().exactOptional(),
  }),
  call: z.strictObject({
    client: clientName,
    method: z.enum(Object.keys(ARGUMENTS) as (keyof StageClient)[]),
    args: z.array(z.unknown()).max(2),
  }),
  send: z.strictObject({ server, request: anything }),
  ring: z.strictObject({
    servers: z.array(server).min(1).max(MOST_ON_RING),
    keys: z.array(text).min(1).max(MOST_PLACES),
  }),
  crowd: z.strictObject({
    clients: z.int().min(1).max(MOST_IN_CROWD),
    operations: z.int().min(1).max(MOST_OPERATIONS),
    keys: z.array(text.min(1)).min(1).max(MOST_KEYS),
    pauseMs: ms,
  }),
};

function stageHandlers(sim: Simulation): Played {
  let made: Kit | undefined;
  let inCrowds = 0;
  const clients = new Map<string, Remote<Shell>>();
  const kit = (): Kit => {
    if (made === undefined) throw new StageMisuse("there are no servers; call stage.startServers() first");
    return made;
  };
  const serverOf = (id: number): StagedServer => {
    const found = kit().servers.get(id);
    if (found !== undefined) return found;
    throw new StageMisuse(`there is no server ${String(id)}; there are 1 to ${String(kit().servers.size)}`);
  };
  const clientOf = (name: string): Remote<Shell> => {
    const client = clients.get(name);
    if (client === undefined)
      throw new StageMisuse(`there is no client ${name}; make it with stage.client("${name}")`);
    return client;
  };
  const expectHost = (name: string): void => {
    const hosts = sim.hosts.map((host) => host.name);
    if (!hosts.includes(name))
      throw new StageMisuse(`there is no host ${name}; there are ${hosts.join(", ")}`);
  };
  const onServer = (run: (server: StagedServer) => unknown): ((args: unknown) => unknown) =>
    stageHandler(server, (id) => run(serverOf(id)));

  const common = commonOf(sim, { expectHost, made: () => made });
  return {
    ...common,
    startServers: stageHandler(asks.startServers, async (config) => {
      if (made !== undefined) throw new StageMisuse("the servers are there already");
      const { saveEveryMs = SAVE_EVERY_MS, sweepEveryMs = SWEEP_EVERY_MS } = config;
      const kv = new Servers(sim, { ...config, saveEveryMs, sweepEveryMs });
      const seen = new SeenAnswers(sim);
      const servers = kv.ids.map((id) => new StagedServer(id, sim, { kv, seen, saveEveryMs }));
      if (config.password !== undefined) seen.isBlindSince("requests need a password");
      made = { kv, seen, servers: new Map(servers.map((one) => [one.id, one])) };
      await Promise.all(servers.map((one) => one.start()));
    }),
    start: onServer((one) => one.start()),
    stop: stageHandler(asks.stop, ({ server: id, lingerMs }) => serverOf(id).stop(lingerMs)),
    kill: onServer((one) => {
      one.kill();
    }),
    killAtDisk: stageHandler(asks.killAtDisk, ({ server: id, nth, withinMs }) =>
      serverOf(id).killAtDisk(nth, withinMs),
    ),
    slowDisk: stageHandler(asks.slowDisk, ({ server: id, ms: slowMs }) => {
      serverOf(id).slow(slowMs);
    }),
    diskUses: onServer((one) => one.diskUses),
    files: onServer((one) => one.files),
    damage: stageHandler(asks.damage, ({ server: id, file, ...damage }) =>
      serverOf(id).damage(file === undefined ? damage : { ...damage, file }),
    ),
    makeClient: stageHandler(asks.makeClient, ({ name, servers = kit().kv.ids, isTold = true }) => {
      if (clients.has(name)) throw new StageMisuse(`there is a client ${name} already`);
      if (clients.size >= MOST_CLIENTS) throw new StageMisuse(`at most ${String(MOST_CLIENTS)} clients`);
      for (const id of servers) serverOf(id);
      if (new Set(servers).size !== servers.length)
        throw new StageMisuse(`expected each server once, got ${servers.join(", ")}`);
      clients.set(name, kit().kv.client(name, servers, isTold ? "is told" : "is not told"));
    }),
    call: stageHandler(asks.call, ({ client, method, args }) => callOf(clientOf(client), method, args)),
    send: stageHandler(asks.send, async ({ server: id, request = null }) => {
      serverOf(id);
      try {
        return await kit().kv.ask(id, request);
      } catch (error) {
        if (error instanceof TimeoutError) return "no answer";
        throw error;
      }
    }),
    ring: stageHandler(asks.ring, ({ servers, keys }) =>
      orRefused(sim.host("ring").construct<Rings>("./given/Shell", "Rings").place(servers, keys), "none"),
    ),
    crowd: stageHandler(asks.crowd, async (crowd) => {
      if (crowd.clients * crowd.operations > MOST_OPERATIONS)
        throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clients together`);
      const first = inCrowds;
      inCrowds += crowd.clients + 1;
      if (inCrowds > 3 * MOST_CLIENTS) throw new StageMisuse("too many clients in all crowds together");
      await playCrowd(sim, kit(), first, crowd);
    }),
    expectRight: () => {
      const { wrong, blindness } = kit().seen;
      if (wrong !== undefined) throw wrong;
      if (blindness !== undefined)
        throw new StageMisuse(`nobody can say what is right any more, since ${blindness}`);
    },
  };
}

/** What every stage does; but disks are no part of the network, and a server that is cut off keeps its own. */
function commonOf(
  sim: Simulation,
  { expectHost, made }: { expectHost: (name: string) => void; made: () => Kit | undefined },
): ReturnType<typeof commonStageHandlers> {
  const { network } = sim;
  const script = network.script.bind(network);
  const random = sim.random("disks");
  let isChanged = false;
  const toDisk = ({ kind, from }: Message): ScriptedDelivery | undefined => {
    const id = Number(/\d+$/.exec(from)?.[0]);
    const slowMs = made()?.servers.get(id)?.slowMs ?? 0;
    if (slowMs === 0 && !isChanged) return undefined;
    // Half of it on the way back: a scenario that sees that the disk was used has time to do something meanwhile.
    const delayMs = random.between(0.1, 1) + slowMs / 2;
    return kind === "request" ? { copies: 1, delayMs } : { delayMs };
  };
  // Rules of the scenario are a script as well, and there is one at a time.
  network.script = (decide) => {
    script((message) => {
      if (message.method !== "handle") return toDisk(message);
      made()?.seen.sees(message);
      return decide?.(message);
    });
  };
  network.script(undefined);
  const common = commonStageHandlers(sim, expectHost);
  const stagedServer = (host: unknown): StagedServer | undefined =>
    [...(made()?.servers.values() ?? [])].find(({ name }) => name === host);
  const blinding =
    (run: (args: unknown) => unknown, does: (args: object) => string | undefined) =>
    (args: unknown): unknown => {
      const since = typeof args === "object" && args !== null ? does(args) : undefined;
      if (since !== undefined) made()?.seen.isBlindSince(since);
      return run(args);
    };
  const isLate = ({ ms: lateMs = 0 }: { ms?: number }): string | undefined =>
    lateMs > LATEST_MS ? `messages take more than ${String(LATEST_MS)} ms` : undefined;
  return {
    ...common,
    network: blinding(
      (args) => {
        isChanged = true;
        return common.network(args);
      },
      ({ duplicate = 0, delayMs = [] }: { duplicate?: number; delayMs?: number[] }) =>
        duplicate > 0 ? "requests may arrive twice" : isLate({ ms: Math.max(0, ...delayMs) }),
    ),
    copy: blinding(common.copy, () => "a request arrives twice"),
    delay: blinding(common.delay, isLate),
    slow: blinding(common.slow, isLate),
    disconnect: (args) => {
      const one = stagedServer(args);
      return one === undefined ? common.disconnect(args) : one.unplug();
    },
    reconnect: (args) => {
      const one = stagedServer(args);
      return one === undefined ? common.reconnect(args) : one.plug();
    },
  };
}

function callOf(ck: Remote<Shell>, method: keyof StageClient, args: readonly unknown[]): Promise<unknown> {
  const given = ARGUMENTS[method].safeParse(args.filter((arg) => arg !== null));
  if (!given.success) throw new StageMisuse(`${method}: ${given.error.issues[0]?.message ?? "malformed"}`);
  const run = ck[method] as (...args: readonly unknown[]) => Promise<unknown>;
  const called = run(...given.data);
  if (method === "mset")
    return orRefused(
      called.then(() => "done"),
      "rejected",
    );
  return method === "mget" ? orRefused(called, "rejected") : called;
}

function isRecordOfTexts(entries: unknown): boolean {
  if (typeof entries !== "object" || entries === null) return false;
  const texts: unknown[] = Object.entries(entries).flat();
  return texts.length <= 2 * MOST_KEYS && texts.every((one) => text.safeParse(one).success);
}

/** What a call of an optional part comes to: a program need not have it. */
async function orRefused<T, Refused>(call: Promise<T>, refused: Refused): Promise<T | Refused> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof StudentError) return refused;
    throw error;
  }
}

/** What a request of a crowd does, the more often the more places it has here. */
const KINDS = [
  ...["get", "get", "get", "get", "set", "set", "set", "set", "set", "expire", "expire", "expire", "expire"],
  ...["delete", "delete", "keys", "stats"],
] as const;
/** Seconds. */
const TTLS = [0.02, 0.3, 0.5, 1, 1, 1.5, 2.25, 60] as const;
/** Longest wait for a key to expire, virtual ms. */
const EXPIRES_SOON_MS = 2_500;
/** How much later than a key expires somebody asks, virtual ms. */
const OFF_MS = [-4, -1, 0, 1, 2, 5, 20] as const;

async function playCrowd(
  sim: Simulation,
  { kv, seen }: Kit,
  first: number,
  { clients, operations, keys, pauseMs }: Required<Crowd>,
): Promise<void> {
  seen.learn(keys);
  const { expiries } = seen.store;
  await sim.inParallel(clients, async (client) => {
    const name = `crowd-${String(first + client)}`;
    const [ck, random] = [kv.client(name), sim.random(name)];
    for (let i = 0; i < operations; i++) {
      const next = expiries.filter((at) => at > sim.now - 1 && at < sim.now + EXPIRES_SOON_MS);
      if (next.length > 0 && random.chance(0.3))
        await sim.sleep(Math.max(0, Math.min(...next) + random.pick(OFF_MS) - sim.now));
      else await sim.sleep(random.between(0, pauseMs));
      const key = random.pick(keys);
      const kind = random.pick(KINDS);
      if (kind === "set") await ck.set(key, random.pick(["", "same", `${name} ${String(i)}`]));
      else if (kind === "expire") await ck.expire(key, random.pick(TTLS));
      else if (kind === "delete") await ck.delete(key);
      else if (kind === "get") await ck.get(key);
      else if (kind === "keys") await ck.keys();
      else await ck.stats();
    }
  });
  const last = kv.client(`crowd-${String(first + clients)}`);
  await last.stats();
  await last.keys();
  for (const key of keys) await last.get(key);
}
