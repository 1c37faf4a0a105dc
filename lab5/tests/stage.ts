import { labStageOf, stageHandler, StageMisuse, type StageHandlersOf } from "harness";
import { TimeoutError } from "labrpc";
import { StudentError, type Remote, type Simulation } from "labrpc/simulation";
import type { Rings, Shell } from "../given/Shell";
import type { KVStageCalls, StageClient } from "../stage";
import { ARGUMENTS, asks, MOST_CLIENTS, MOST_OPERATIONS } from "./staged/asks";
import { commonHandlersOf } from "./staged/commonHandlersOf";
import { playCrowd } from "./staged/playCrowd";
import { SeenAnswers } from "./staged/SeenAnswers";
import { StagedServer } from "./staged/StagedServer";
import type { StagedServers } from "./staged/StagedServers";
import { SAVE_EVERY_MS, Servers, SWEEP_EVERY_MS } from "./support/harness";

/** What scenarios of lab 5 play on. Days have room in it. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { network: { timeoutMs: 5_000 }, budget: { virtualMs: 400_000_000, events: 60_000 } },
});

type Played = StageHandlersOf<KVStageCalls>;

function stageHandlers(sim: Simulation): Played {
  let made: StagedServers | undefined;
  let inCrowds = 0;
  const clients = new Map<string, Remote<Shell>>();
  const kit = (): StagedServers => {
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
    stageHandler(asks.server, (id) => run(serverOf(id)));

  const common = commonHandlersOf(sim, { expectHost, made: () => made });
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

/** What a call of an optional part comes to: a program need not have it. */
async function orRefused<T, Refused>(call: Promise<T>, refused: Refused): Promise<T | Refused> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof StudentError) return refused;
    throw error;
  }
}
