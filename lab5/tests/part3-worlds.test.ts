import type { Simulation } from "labrpc/simulation";
import { CheckedStore } from "./support/CheckedStore";
import { OPTIONS, simulate, startServers, type Servers } from "./support/harness";
import { WorldRequests } from "./support/worldRequests";
import { WorldServer } from "./support/WorldServer";
import { WorldTimes } from "./support/worldTimes";

/** Pauses of weeks have room in it. */
const WORLD_BUDGET = { virtualMs: 1e12, events: 250_000 };

/** How long a server may be down, virtual ms. "Keys that have expired in the meantime are gone." */
const DOWN_MS = [0, 1, 900, 12_000, 3_600_000, 2_592_000_000] as const;

describe("Lab 5, part 3: generated worlds", () => {
  simulate("TestDiskWorlds", { ...OPTIONS, budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const servers = world.pick("servers", [1, 1, 1, 2, 3]);
    const times = new WorldTimes(sim);
    const requests = new WorldRequests(world, 4, times.longestMs / 4);
    const { saveEveryMs } = times.intervals;
    const kv = await startServers(sim, { servers, ...times.intervals });
    const many = world.has("many keys", 0.04)
      ? Array.from({ length: 150 }, (_, i) => `many-${String(i)}`)
      : [];
    const store = new CheckedStore(sim, [...requests.keys, ...many]);
    // "A disk can be slow: a snapshot may take longer than the interval."
    const slowest = Math.min(saveEveryMs * 0.4, 4_000);
    const slowMs = world.pick("slow disk", [0, 0, 0, 5, slowest / 3, slowest]);
    if (slowMs > 0) world.describe(`each thing that is done to a disk takes ${String(slowMs)} ms`);
    const saving = { saveEveryMs, slowMs, keys: store.keys.length };
    const rounds = world.between("rounds", 1, 3);
    const all = kv.ids.map((id) => new WorldServer(sim, kv, store, id, saving));
    await sim.inParallel(servers, async (i) => {
      const server = all[i] as WorldServer;
      const there = requests.keys.filter((_, k) =>
        world.has(`${server.name} key ${String(k)} is there`, 0.8),
      );
      for (const key of [...there, ...many])
        await server.ask("filler", { kind: "key", key, request: { kind: "set", value: "first" } });
      for (let round = 1; round <= rounds; round++) {
        const name = `${server.name}/${String(round)}`;
        await oneLife(sim, kv, server, name, { requests, times, store });
        await sim.sleep(2);
        const most = servers === 1 ? Infinity : times.longestMs;
        if (!server.isUp()) await sim.sleep(Math.min(most, world.pick(`${name} is down for`, DOWN_MS)));
        if (world.has(`${name} damage`, 0.25)) server.spoil(`${name} damage`);
        await startAgain(sim, server, name);
        server.expectKept("when it was started again");
        // "Expirations to the ms": also of what was saved and restored.
        if (world.has(`${name} then a key expires`, 0.6)) await times.pauseForExpiry(`${name} again`, store);
      }
      // Who asks first, and what, is drawn: a GET may repair what an EXPIRE would have shown.
      for (let i = 1; i <= requests.keys.length; i++) {
        const asked = requests.draw(`${server.name} in the end/${String(i)}`);
        if (asked !== undefined) await server.ask(`last-${String(server.id)}`, asked);
      }
      for (const key of store.keys)
        await server.ask(`last-${String(server.id)}`, { kind: "key", key, request: { kind: "get" } });
      server.expectKept("in the end");
    });
  });
});

interface Parts {
  readonly requests: WorldRequests;
  readonly times: WorldTimes;
  readonly store: CheckedStore;
}

/** Requests, and the end of the server: in good order, or at any step. */
async function oneLife(
  sim: Simulation,
  kv: Servers,
  server: WorldServer,
  name: string,
  { requests, times, store }: Parts,
): Promise<void> {
  const { world } = sim;
  const { saveEveryMs } = times.intervals;
  const clients = world.pick(`${name} clients`, [1, 1, 2, 3]);
  const each = world.pick(`${name} operations`, clients === 1 ? [1, 1, 2, 5, 8] : [1, 2, 4]);
  const comesWithSnapshots =
    times.longestMs >= saveEveryMs && world.has(`${name} requests come with snapshots`, 0.5);
  const work = sim.inParallel(clients, async (client) => {
    const host = `client-${String(server.id)}-${String(client)}`;
    for (let i = 1; i <= each && server.isUp(); i++) {
      const operation = `${name}/${host}/${String(i)}`;
      if (!comesWithSnapshots || world.has(`${operation} comes by itself`, 0.2))
        await times.pause(operation, store);
      else if (world.has(`${operation} comes with a snapshot`)) await server.nextStep();
      const asked = requests.draw(operation);
      if (asked !== undefined && server.isUp()) await server.ask(host, asked);
    }
  });
  work.catch(() => undefined);
  const end = world.pick(`${name} ends`, ENDS);
  const isBusy = world.has(`${name} ends while clients work`, 0.5);
  if (!isBusy) await work;
  const wait = (world.upTo(`${name} ends after`, 1_000) / 1_000) * 2.2;
  const step = 1 + world.upTo(`${name} step`, 9);
  if (end === "a kill at a step of a snapshot") {
    const longest = Math.min(2 * saveEveryMs + 500, times.longestMs + 500);
    await killedAtStep(sim, kv, server, { name, step, longest });
  } else
    await sim.sleep(
      Math.min(wait * saveEveryMs + wait * 300, times.longestMs + 500) * (isBusy ? wait / 20 : 1),
    );
  if (end === "a stop") await server.stop();
  if (end === "a kill") server.kill();
  if (end === "a kill while it stops") {
    const stopped = server.stop();
    await killedAtStep(sim, kv, server, { name, step, longest: 5_000 * step, until: stopped });
    await stopped;
  }
  await work;
}

const ENDS = ["a stop", "a kill", "a kill at a step of a snapshot", "a kill while it stops"] as const;

/** Starts the server, which may be killed while it restores what it had, and started once more. */
async function startAgain(sim: Simulation, server: WorldServer, name: string): Promise<void> {
  const { world } = sim;
  for (let i = 1; i <= 2 && world.has(`${name} start ${String(i)} is killed`, 0.15); i++) {
    const started = server.start();
    await sim.sleep(world.upTo(`${name} start ${String(i)} is killed after`, 80) / 10);
    server.killInStart();
    await started;
    await sim.sleep(2);
  }
  await server.start();
}

/** Kills the server at one of the next things that it does to its disk, just before or just after. */
async function killedAtStep(
  sim: Simulation,
  kv: Servers,
  server: WorldServer,
  { name, step, longest, until }: { name: string; step: number; longest: number; until?: Promise<void> },
): Promise<void> {
  const isBefore = sim.world.has(`${name} just before the step`);
  const state = { done: false, left: step };
  const disk = kv.disk(server.id);
  const strike = (): void => {
    state.left -= 1;
    if (state.done || state.left > 0) return;
    state.done = true;
    server.kill();
  };
  if (isBefore) disk.before = strike;
  else {
    disk.before = () => {
      if (state.left === 1)
        void sim.sleep(0).then(() => {
          strike();
        });
      else state.left -= 1;
    };
  }
  void until?.then(() => {
    state.done = true;
  });
  await sim.until(() => state.done, { withinMs: longest });
  state.done = true;
  disk.before = undefined;
}
