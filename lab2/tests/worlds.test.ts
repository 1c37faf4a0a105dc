import { alikeTexts, expectAllReturn } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectLinearizable } from "./support/expectations";
import { simulate, startKVService, type KVCluster } from "./support/harness";
import { RequestLog } from "./support/worlds/RequestLog";
import { LOSSY, worldTrouble, type Trouble } from "./support/worlds/worldTrouble";
import { LockJudge, type LockUser } from "./support/worlds/LockJudge";
import { lockPlan, type LockPlan } from "./support/worlds/lockTurns";
import { LockTurns } from "./support/worlds/playTurns";
import { WorldClerk } from "./support/worlds/WorldClerk";
import { passCrash, worldPuts, type WorldPuts } from "./support/worlds/worldPuts";

/** Pauses and outages of minutes and hours have room in it. */
const WORLD_BUDGET = { virtualMs: 60_000_000, events: 200_000 };
/** How long a world may lose messages before its network is mended, virtual ms. */
const TROUBLE_MS = 40_000_000;
const OUTAGES = { network: LOSSY, cutsMs: [1_500, 20_000, 90_000] } as const;
const LONG_OUTAGE = { network: LOSSY, cutsMs: [3_601_000], cutChance: 1 } as const;
/** How long a right client may need for all its calls once the network loses nothing, virtual ms; pauses come on top. */
const QUIET_MS = 120_000;
/** In which a clerk that gave up may not send anything, virtual ms. */
const SILENCE_MS = 30_000;

/** Where others ask all the time for a lock whose holder is cut off, nobody is cut off for long. */
const LOCKS = { network: { ...LOSSY, losses: [0.1, 0.3] }, cutsMs: [300, 1_500, 6_000] } as const;
const PATIENT_LOCKS = { ...LOCKS, cutsMs: [300, 6_000, 90_000] } as const;
/** How long messages may get lost, virtual ms, on top of what all turns take. */
const LOCK_TROUBLE_MS = 20_000;
/** The same for what comes after that. */
const LOCK_QUIET_MS = 60_000;

describe("Lab 2: generated worlds", () => {
  simulate("TestWorlds", { budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const kv = startKVService(sim);
    const log = new RequestLog(sim);
    const keys = alikeTexts(world, "keys", world.between("number of keys", 1, 4), [""]);
    const clients = worldPuts(sim, kv, log, keys);
    const trouble = worldTrouble(sim, clients.isLong ? LONG_OUTAGE : OUTAGES, clients.machines);
    const again = crashAndRestart(sim, kv, log, clients, keys);
    const done = Promise.all([sim.inParallel(clients.clerks.length, clients.work), again]);
    await expectPutsReturn(sim, clients, trouble, done);
    trouble.mend();
    await sim.sleep(trouble.lateMs + SILENCE_MS);
    for (const clerk of clients.clerks) clerk.expectSilence();
    const reader = new WorldClerk(sim, kv, log, { name: "reader" });
    for (const key of keys) await reader.get(key);
    const all = [...clients.clerks, ...(await again)];
    for (const clerk of all) clerk.expectNoNeedlessDoubt(kv.history);
    const late = all.flatMap((clerk) => clerk.lateCopies());
    expectLinearizable([...kv.history, ...late].sort((a, b) => a.called - b.called));
  });

  simulate("TestLockWorlds", { budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const crashes = world.has("a client crashes", 0.25);
    const plan = lockPlan(world, crashes);
    const troubleMs = plan.longestMs + LOCK_TROUBLE_MS;
    // From the start of its trouble on, a call has time until all is mended, and then as long as all turns take.
    const kv = startKVService(sim, {
      soonMs: troubleMs + plan.longestMs + LOCK_QUIET_MS,
      notesCalls: true,
    });
    const log = new RequestLog(sim);
    const shares = plan.clients.length > 1 && world.has("clients share a machine", 0.25);
    if (shares) world.describe("all clients are on one machine");
    const machines = plan.clients.map((_, client) => (shares ? "machine" : `clerk-${String(client)}`));
    const trouble = worldTrouble(
      sim,
      plan.isPatient ? PATIENT_LOCKS : LOCKS,
      shares ? machines.slice(0, 1) : machines,
    );
    const judge = new LockJudge(sim, log);
    void sim.sleep(troubleMs).then(() => {
      trouble.mend();
    });
    const { names } = plan;
    const play = async (client: number): Promise<void> => {
      const clerk = kv.clerk(`clerk-${String(client)}`, {}, machines[client]);
      const { objects, turns } = plan.clients[client]!;
      const player = new LockTurns(sim, kv, judge, {
        clerk,
        names,
        objects,
        shares,
        isGone: () => judge.isGone(clerk.host.name),
      });
      for (const turn of turns) await player.play(turn);
    };
    const done = sim.inParallel(plan.clients.length, (client) => play(client).catch(passCrash));
    const again = crashes ? lockAgain(sim, kv, judge, plan, machines) : undefined;
    await Promise.all([done, again]);
    trouble.mend();
    await sim.sleep(trouble.lateMs + 3_000);
    for (const name of machines) judge.expectSilence(name);
    for (const name of names) await expectFreeOrHeld(kv, judge, name);
    expectLinearizable(kv.history);
  });
});

/** A client's machine crashes, whatever it does. It is started again, and what ran before is another holder for ever. */
async function lockAgain(
  sim: Simulation,
  kv: KVCluster,
  judge: LockJudge,
  { names, longestMs }: LockPlan,
  machines: readonly string[],
): Promise<void> {
  const { world } = sim;
  const host = sim.host(world.pick("who crashes", machines));
  // "A client that crashes while it waits for a lock that somebody else holds has no part in it."
  const waits = world.has("it crashes while it waits");
  await sim.sleep(world.upTo("crash after", 100) * (waits ? 0.5 : world.pick("crash scale", [0.1, 1, 30])));
  if (waits && !(await sim.until(() => judge.isWaiting(host.name), { withinMs: longestMs }))) return;
  if (host.crash({ optional: true }) === "left out") return;
  judge.crashed(host.name);
  host.restart();
  const clerk = kv.clerk(`${host.name}-again`, {}, host.name);
  for (const name of names) {
    const user = { name, lock: kv.lock(clerk, name), shares: false };
    if (await judge.acquire(user, world.pick(`again/${name} limit`, [0, 300])))
      await judge.leave(user, "release");
  }
}

/** In the end a lock is free, and it works; unless its holder crashed: then it is held for ever. */
async function expectFreeOrHeld(kv: KVCluster, judge: LockJudge, name: string): Promise<void> {
  const [first, second] = ["first", "second"].map((reader) => ({
    name,
    lock: kv.lock(kv.clerk(`${reader}-in-the-end`), name),
    shares: true,
  })) as [LockUser, LockUser];
  if (judge.isHeld(name) || judge.isUnclear(name)) {
    if (await judge.acquire(first, 300)) await judge.leave(first, "release");
    return;
  }
  await judge.acquire(first, Infinity);
  await judge.acquire(second, 30);
  await judge.leave(first, "release");
  await judge.acquire(second, 0);
  await judge.leave(second, "dispose");
}

/** A client's machine crashes, whatever it does, and is started again: with a new clerk, "evaluated afresh". */
async function crashAndRestart(
  sim: Simulation,
  kv: KVCluster,
  log: RequestLog,
  { clerks }: WorldPuts,
  keys: readonly string[],
): Promise<WorldClerk[]> {
  const { world } = sim;
  if (!world.has("a client crashes", 0.15)) return [];
  const crashing = clerks[world.upTo("who crashes", clerks.length - 1)] as WorldClerk;
  const { host } = crashing;
  await sim.sleep(world.upTo("crash after", 100) * world.pick("crash scale", [0.1, 1, 30]));
  if (host.crash({ optional: true }) === "left out") return [];
  // What its machine sends from now on is another clerk's.
  crashing.expectSilence();
  host.restart();
  const clerk = new WorldClerk(sim, kv, log, { name: `${host.name}-again`, machine: host.name });
  for (let i = 1; i <= 2; i++) {
    const key = world.pick(`again/${String(i)} key`, keys);
    const got = await clerk.get(key);
    await clerk.put(key, `again ${String(i)}`, got.kind === "value" ? got.version : 0);
  }
  return [clerk];
}

async function expectPutsReturn(
  sim: Simulation,
  { clerks, longestDelayMs }: WorldPuts,
  trouble: Trouble,
  done: Promise<unknown>,
): Promise<void> {
  await expectAllReturn(sim, done, {
    troubleMs: TROUBLE_MS,
    quietMs: QUIET_MS + 2 * longestDelayMs,
    mend: () => {
      trouble.mend();
    },
    open: () => clerks.find((clerk) => clerk.open !== undefined)?.open,
  });
}
