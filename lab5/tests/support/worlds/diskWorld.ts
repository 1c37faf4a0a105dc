import type { Simulation } from "labrpc/simulation";
import { CheckedStore } from "../keys/CheckedStore";
import { DiskSpell, type Spell } from "../disk/DiskSpell";
import { startServers, type Servers } from "../harness";
import { WorldRequests } from "./worldRequests";
import { WorldServer } from "./WorldServer";
import { WorldTimes } from "./worldTimes";

/** How long a server may be down, virtual ms. "Keys that have expired in the meantime are gone." */
const DOWN_MS = [0, 1, 900, 12_000, 3_600_000, 2_592_000_000] as const;

/**
 * A generated world in which servers are killed, stopped and started, at any step, on slow disks and damaged ones.
 *
 * @param log whether they keep a log: then whatever was answered survives
 */
export async function diskWorld(sim: Simulation, log: boolean): Promise<void> {
  const { world } = sim;
  const servers = world.pick("servers", [1, 1, 1, 2, 3]);
  const times = new WorldTimes(sim);
  const requests = new WorldRequests(world, 4, times.longestMs / 4);
  const { saveEveryMs } = times.intervals;
  const kv = await startServers(sim, { servers, log, ...times.intervals });
  const many = world.has("many keys", 0.04) ? Array.from({ length: 150 }, (_, i) => `many-${String(i)}`) : [];
  const store = new CheckedStore(sim, [...requests.keys, ...many], log);
  // "A disk can be slow: a snapshot may take longer than the interval."
  const slowest = Math.min(saveEveryMs * 0.4, many.length > 0 ? MOST_WITH_MANY_KEYS_MS : 4_000);
  // With a log, an answer may have to wait for some operations, and has 5 s for all of them.
  const slowMs = world.pick(
    "slow disk",
    log ? [0, 0, 0, 5, 50, MOST_WITH_LOG_MS / 15] : [0, 0, 0, 5, slowest / 3, slowest],
  );
  if (slowMs > 0) world.describe(`each thing that is done to a disk takes ${String(slowMs)} ms`);
  const saving = { saveEveryMs, slowMs, keys: store.keys.length, log };
  const rounds = world.between("rounds", 1, 3);
  const all = kv.ids.map((id) => new WorldServer(sim, kv, store, id, saving));
  await sim.inParallel(servers, async (i) => {
    const server = all[i] as WorldServer;
    const there = requests.keys.filter((_, k) => world.has(`${server.name} key ${String(k)} is there`, 0.8));
    // A snapshot in pieces comes to a key early or late: to one that changes, before or behind those that nobody touches.
    for (const key of world.has("many keys come first") ? [...many, ...there] : [...there, ...many])
      await server.ask("filler", { kind: "key", key, request: { kind: "set", value: "first" } });
    for (let round = 1; round <= rounds; round++) {
      const name = `${server.name}/${String(round)}`;
      await oneLife(sim, kv, server, name, { requests, times, store, log });
      await sim.sleep(2);
      const most = servers === 1 ? Infinity : times.longestMs;
      if (!server.isUp()) await sim.sleep(Math.min(most, world.pick(`${name} is down for`, DOWN_MS)));
      // What a log holds behind a damaged snapshot is nowhere promised.
      if (!log && world.has(`${name} damage`, 0.25)) server.spoil(`${name} damage`);
      await startAgain(sim, kv, server, { name, log });
      server.expectKept("when it was started again");
      // "Expirations to the ms": also of what was saved and restored.
      if (world.has(`${name} then a key expires`, 0.6)) await times.pauseForExpiry(`${name} again`, store);
    }
    // Who asks first, and what, is drawn: a GET may repair what an EXPIRE would have shown, or STATS.
    const first = world.pick(`${server.name} is asked first in the end`, [
      "for a key",
      "stats",
      "keys",
    ] as const);
    if (first !== "for a key") await server.ask(`last-${String(server.id)}`, { kind: first });
    for (let i = 1; i <= requests.keys.length; i++) {
      const asked = requests.draw(`${server.name} in the end/${String(i)}`);
      if (asked !== undefined) await server.ask(`last-${String(server.id)}`, asked);
    }
    for (const key of store.keys)
      await server.ask(`last-${String(server.id)}`, { kind: "key", key, request: { kind: "get" } });
    server.expectKept("in the end");
  });
}

interface Parts {
  readonly requests: WorldRequests;
  readonly times: WorldTimes;
  readonly store: CheckedStore;
  readonly log: boolean;
}

/** A server may write its keys one by one: a snapshot of many, on a slower disk, would take many minutes. Virtual ms. */
const MOST_WITH_MANY_KEYS_MS = 50;
/** With a log, the longest that a disk may hold up one answer, virtual ms. */
const MOST_WITH_LOG_MS = 1_500;
/** No operation may take longer, or the server gets no answer from its disk, virtual ms. */
const MOST_MS = 4_400;

/** A disk that is slow for some operations, longer than the interval, perhaps; with a log also one that refuses some. */
function drawSpell(
  sim: Simulation,
  name: string,
  { saveEveryMs, slowMs, log }: { saveEveryMs: number; slowMs: number; log: boolean },
): Spell | undefined {
  const { world } = sim;
  if (!world.has(`${name} disk has a spell`, 0.5)) return undefined;
  // "If the disk refuses, the answer is an error."
  if (log && world.has(`${name} disk refuses`)) {
    const skip = world.pick(`${name} disk refuses something after`, [0, 0, 1, 2, 3, 4, 6, 9]);
    const count = world.pick(`${name} disk refuses so often`, [1, 1, 1, 3]);
    world.describe(`a disk refuses ${count === 1 ? "one operation" : `${String(count)} operations`}`);
    return { kind: "refuses", skip, count, ms: world.pick(`${name} disk refuses after`, [20, 1, 200]) };
  }
  const skip = world.pick(
    `${name} spell begins after`,
    log ? [0, 1, 2, 3, 4, 6, 9, 14] : [0, 0, 0, 0, 1, 2, 3, 5],
  );
  const totalMs = world.pick(`${name} spell takes`, [0.5, 1.3, 1.7, 2.4]) * saveEveryMs;
  const most = log ? MOST_WITH_LOG_MS / 4 : MOST_MS - slowMs;
  const drawn = 1 + world.upTo(`${name} spell lasts`, 3);
  const count = Math.min(4, Math.max(drawn, Math.ceil(totalMs / most)));
  const ms = Math.min(most, totalMs / count);
  world.describe(`${String(count)} operations of a disk take ${String(Math.round(ms))} ms each`);
  return { kind: "slow", skip, count, ms };
}

/** Requests, and the end of the server: in good order, or at any step. */
async function oneLife(
  sim: Simulation,
  kv: Servers,
  server: WorldServer,
  name: string,
  { requests, times, store, log }: Parts,
): Promise<void> {
  const { world } = sim;
  const { saveEveryMs } = times.intervals;
  const clients = world.pick(`${name} clients`, [1, 1, 2, 3]);
  const each = world.pick(`${name} operations`, clients === 1 ? [1, 1, 2, 5, 8] : [1, 2, 4]);
  const comesWithSnapshots =
    times.longestMs >= saveEveryMs && world.has(`${name} requests come with snapshots`, 0.5);
  const drawn = drawSpell(sim, name, { saveEveryMs, slowMs: server.slowMs, log });
  const spell = drawn === undefined ? undefined : new DiskSpell(sim, kv.disk(server.id), drawn);
  server.spell = spell;
  // "A second one must not write to the same file meanwhile", and what is asked now is in that one alone.
  const beside = { work: Promise.resolve() };
  const askBeside = async (): Promise<void> => {
    for (let i = 1; i <= 2; i++) {
      const operation = `${name}/beside-${String(server.id)}/${String(i)}`;
      const part = world.upTo(`${operation} comes after`, 10) / 10;
      await sim.sleep(drawn?.kind === "refuses" ? part * drawn.ms : part * saveEveryMs * 0.6);
      // A write that the disk refuses must not do away with another one to the same key.
      const key = drawn?.kind === "refuses" ? server.lastChanged : undefined;
      const asked = requests.draw(operation, "also malformed", key);
      if (asked !== undefined && server.isUp()) await server.ask(`beside-${String(server.id)}`, asked);
    }
  };
  void spell?.begun.then(() => {
    beside.work = askBeside();
    beside.work.catch(() => undefined);
  });
  const work = sim.inParallel(clients, async (client) => {
    const host = `client-${String(server.id)}-${String(client)}`;
    for (let i = 1; i <= each && server.isUp(); i++) {
      const operation = `${name}/${host}/${String(i)}`;
      if (!comesWithSnapshots || world.has(`${operation} comes by itself`, 0.2))
        await times.pause(operation, store);
      else if (world.has(`${operation} comes with a snapshot`)) await server.nextStep();
      const asked = requests.draw(operation);
      // "Two writes to one key must be in the log in the order in which they took effect": also two at the same time.
      const key = asked?.kind === "key" ? asked.key : undefined;
      const isPair = log && key !== undefined && world.has(`${operation} comes with another`, 0.4);
      const other = isPair ? requests.draw(`${operation} other`, "well-formed", key) : undefined;
      const pair = [asked, other].map(async (one, k) => {
        if (one !== undefined && server.isUp()) await server.ask(k === 0 ? host : `${host}-too`, one);
      });
      await Promise.all(pair);
      // What the memory has is seen before the server ends, or never.
      if (other !== undefined && server.isUp() && world.has(`${operation} is looked at`, 0.6))
        await server.ask(host, { kind: "key", key: key ?? "", request: { kind: "get" } });
    }
  });
  work.catch(() => undefined);
  const end = world.pick(`${name} ends`, ENDS);
  const isBusy = world.has(`${name} ends while clients work`, 0.5);
  if (!isBusy) await work;
  const wait = (world.upTo(`${name} ends after`, 1_000) / 1_000) * 2.2;
  const step = 1 + world.upTo(`${name} step`, 9);
  const endsWithSpell = spell !== undefined && world.has(`${name} ends when the spell is over`, 0.7);
  if (endsWithSpell) {
    const longest = Math.min(2 * saveEveryMs + 500, times.longestMs + 500);
    await sim.until(() => spell.isOver, { withinMs: longest + spell.totalMs });
    await sim.sleep(world.upTo(`${name} ends after the spell`, 20));
  }
  if (end === "a kill at a step of a snapshot") {
    const longest = Math.min(2 * saveEveryMs + 500, times.longestMs + 500);
    await killedAtStep(sim, kv, server, { name, step, longest });
  } else if (!endsWithSpell)
    await sim.sleep(
      Math.min(wait * saveEveryMs + wait * 300, times.longestMs + 500) * (isBusy ? wait / 20 : 1),
    );
  if (end === "a stop" || end === "a kill while it stops") spell?.end();
  if (end === "a stop") await server.stop();
  if (end === "a kill") server.kill();
  if (end === "a kill while it stops") {
    const stopped = server.stop();
    await killedAtStep(sim, kv, server, { name, step, longest: 5_000 * step, until: stopped });
    await stopped;
  }
  spell?.end();
  await work;
  await beside.work;
}

const ENDS = ["a stop", "a kill", "a kill at a step of a snapshot", "a kill while it stops"] as const;

/** Starts the server, which may be killed while it restores what it had, and started once more. */
async function startAgain(
  sim: Simulation,
  kv: Servers,
  server: WorldServer,
  { name, log }: { name: string; log: boolean },
): Promise<void> {
  const { world } = sim;
  for (let i = 1; i <= 2 && world.has(`${name} start ${String(i)} is killed`, log ? 0.4 : 0.15); i++) {
    const started = server.start();
    await sim.sleep(world.upTo(`${name} start ${String(i)} is killed after`, 80) / 10);
    server.killInStart();
    await started;
    await sim.sleep(2);
  }
  const disk = kv.disk(server.id);
  const readMs = world.has(`${name} starts with a slow disk`, 0.15)
    ? Math.min(world.pick(`${name} reading takes`, [100, 1_500, MOST_MS]), MOST_MS - server.slowMs)
    : 0;
  if (readMs > 0) {
    disk.during = ({ kind }) => (kind === "read" ? sim.sleep(readMs) : undefined);
    world.describe(`reading a file takes ${String(readMs)} ms at a start`);
  }
  await server.start();
  disk.during = undefined;
  // "A server may be killed at any moment": also when it has just put something aside.
  if (!world.has(`${name} is killed when it has started`, 0.1)) return;
  await sim.sleep(world.upTo(`${name} is killed so long after its start`, 20) / 10);
  server.kill();
  await sim.sleep(2);
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
