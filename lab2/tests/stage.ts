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
import type { GetEnd, KVStageCalls, ReleaseEnd } from "../stage";
import type { ClerkStatistics } from "../types";
import { expectLinearizable } from "./support/expectations";
import { startKVService, type KVCluster, type RecordedClerk, type WatchedLock } from "./support/harness";

/** What scenarios of lab 2 play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { budget: { virtualMs: 20_000_000, events: 60_000 } },
});

const [MOST_CLERKS, MOST_LOCKS, MOST_OPERATIONS, LONGEST] = [150, 60, 400, 10_000];
/** Longer than a scenario can sleep, so that a lock may be held or out of reach for as long, virtual ms. */
const PATIENCE_MS = 4_000_000;
const SERVER = "server";

const text = z.string().max(LONGEST);
const ms = z.number().min(0).max(3_600_000);
/** Up to a month, which is longer than one timer can wait. */
const limit = z.number().min(0).max(2_592_000_000);
const machineName = stageName.refine((name) => name !== SERVER, {
  error: `expected the machine of a client, got "${SERVER}"`,
});
const call = z.strictObject({ clerk: stageName, key: text });
const clerkOptions = z.strictObject({
  machine: machineName.exactOptional(),
  maxRetries: z.int().min(0).max(1_000_000).exactOptional(),
  retryDelay: ms.exactOptional(),
  maxDelay: ms.exactOptional(),
});
const texts = z.array(text).min(1).max(MOST_LOCKS);
const crowdSize = z.int().min(1).max(MOST_CLERKS);
const turns = z.int().min(1).max(MOST_OPERATIONS);

type RandomStream = ReturnType<Simulation["random"]>;

interface StagedClerk {
  readonly clerk: RecordedClerk;
  /** A clerk with a limit of retries has no locks. */
  readonly hasLimit: boolean;
  /** The call that it is making. */
  busyWith?: string;
  isGone?: boolean;
}

interface StagedLock {
  readonly lock: WatchedLock;
  /** The name of its clerk. */
  readonly clerk: string;
  readonly name: string;
  isHeld: boolean;
}

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
const asks = {
  makeClerk: z.strictObject({ name: machineName, options: clerkOptions }),
  put: call.extend({ value: text, version: z.int().min(0) }),
  statistics: stageName,
  makeLock: z.strictObject({
    lock: z.int(),
    clerk: stageName,
    name: text,
    owner: text.min(1).exactOptional(),
  }),
  acquire: z.strictObject({ lock: z.int(), timeoutMs: limit.exactOptional() }),
  release: z.int(),
  dispose: z.int(),
  crowd: z.strictObject({
    clerks: crowdSize,
    operations: turns,
    keys: texts,
    machine: machineName.exactOptional(),
  }),
  lockCrowd: z.strictObject({ clerks: crowdSize, turns, locks: texts, machine: machineName.exactOptional() }),
};

function stageHandlers(sim: Simulation): StageHandlersOf<KVStageCalls> {
  let cluster: KVCluster | undefined;
  const clerks = new Map<string, StagedClerk>();
  const locks = new Map<number, StagedLock>();
  const crashed = new Set<string>();
  /** Clients of all crowds. */
  let inCrowds = 0;
  const kv = (): KVCluster => {
    if (cluster === undefined) throw new StageMisuse("there is no server; call stage.startServer() first");
    return cluster;
  };
  const expectHost = (name: string): void => {
    if (sim.hosts.some((host) => host.name === name)) return;
    throw new StageMisuse(
      `there is no machine ${name}; there are ${sim.hosts.map((host) => host.name).join(", ")}`,
    );
  };
  const expectUp = (machine: string): void => {
    if (crashed.has(machine))
      throw new StageMisuse(`${machine} has crashed; start it with stage.restart("${machine}")`);
  };
  const clerkOf = (name: string): StagedClerk => {
    const clerk = clerks.get(name);
    if (clerk === undefined)
      throw new StageMisuse(`there is no clerk ${name}; make it with stage.clerk("${name}")`);
    return clerk;
  };
  /** Makes a call of a clerk; one whose machine crashes meanwhile never returns. */
  const make = async <T>(
    name: string,
    what: string,
    run: (clerk: RecordedClerk) => Promise<T>,
  ): Promise<T> => {
    const staged = clerkOf(name);
    if (staged.isGone === true)
      throw new StageMisuse(`the machine of ${name} has crashed, and ${name} with it`);
    if (staged.busyWith !== undefined)
      throw new StageMisuse(
        `expected ${name} to make one call at a time, its locks included; its ${staged.busyWith} has not returned`,
      );
    staged.busyWith = what;
    try {
      return await run(staged.clerk);
    } catch (error) {
      if (error instanceof HostCrashed) return await new Promise<never>(() => undefined);
      throw error;
    } finally {
      delete staged.busyWith;
    }
  };
  const withLock = async <T>(
    number: number,
    what: string,
    run: (lock: StagedLock) => Promise<T>,
  ): Promise<T> => {
    const staged = locks.get(number);
    if (staged === undefined)
      throw new StageMisuse("there is no such lock; make it with stage.lock(clerk, name)");
    return make(staged.clerk, `${what} of ${JSON.stringify(staged.name)}`, () => run(staged));
  };
  const crowdOf = (count: number, machine: string | undefined): RecordedClerk[] => {
    if (machine !== undefined) expectUp(machine);
    if (inCrowds + count > MOST_CLERKS)
      throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks in all crowds together`);
    return Array.from({ length: count }, () => {
      const name = `crowd-${String(inCrowds++)}`;
      return kv().clerk(name, {}, machine);
    });
  };
  const expectFew = (operations: number): void => {
    if (operations > MOST_OPERATIONS)
      throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
  };
  /** The random numbers of the clients of the next crowd. */
  const crowdRandom = (): ((client: number) => RandomStream) => {
    const first = inCrowds;
    return (client) => sim.random(`crowd-${String(first + client)}`);
  };
  return {
    ...commonStageHandlers(sim, expectHost),
    startServer: () => {
      if (cluster !== undefined) throw new StageMisuse("the server is there already");
      cluster = startKVService(sim, { name: SERVER, soonMs: PATIENCE_MS });
    },
    makeClerk: stageHandler(asks.makeClerk, ({ name, options: { machine = name, ...options } }) => {
      if (clerks.has(name)) throw new StageMisuse(`there is a clerk ${name} already`);
      if (clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
      expectUp(machine);
      clerks.set(name, {
        clerk: kv().clerk(name, options, machine),
        hasLimit: options.maxRetries !== undefined,
      });
    }),
    get: stageHandler(call, ({ clerk, key }) =>
      make<GetEnd>(clerk, `get(${JSON.stringify(key)})`, async (ck) => {
        const got = await ck.get(key);
        return got.kind === "value" ? { value: got.value, version: got.version } : got.kind;
      }),
    ),
    put: stageHandler(asks.put, ({ clerk, key, value, version }) =>
      make(clerk, `put(${JSON.stringify(key)})`, (ck) => ck.put(key, value, version)),
    ),
    statistics: stageHandler(asks.statistics, (clerk) =>
      make<ClerkStatistics | "none">(clerk, "statistics()", async (ck) => {
        try {
          return await ck.statistics();
        } catch (error) {
          // The part is optional: the method may be missing, or not written yet.
          if (error instanceof StudentError) return "none";
          throw error;
        }
      }),
    ),
    makeLock: stageHandler(asks.makeLock, ({ lock, clerk: of, name, ...options }) => {
      const { clerk, hasLimit, isGone } = clerkOf(of);
      if (isGone === true) throw new StageMisuse(`the machine of ${of} has crashed, and ${of} with it`);
      if (hasLimit)
        throw new StageMisuse(
          `expected a clerk without maxRetries: with a limit, acquire and release may end with ErrMaybe`,
        );
      if (locks.size >= MOST_LOCKS) throw new StageMisuse(`at most ${String(MOST_LOCKS)} locks`);
      locks.set(lock, { lock: kv().lock(clerk, name, options), clerk: of, name, isHeld: false });
    }),
    acquire: stageHandler(asks.acquire, ({ lock, timeoutMs }) =>
      withLock(lock, "acquire", async (staged) => {
        if (timeoutMs === undefined) await staged.lock.enter();
        if (timeoutMs !== undefined && !(await staged.lock.acquire(timeoutMs))) return false;
        return (staged.isHeld = true);
      }),
    ),
    release: stageHandler(asks.release, (lock) =>
      withLock<ReleaseEnd>(lock, "release", async (staged) => {
        const wasHeld = staged.isHeld;
        staged.isHeld = false;
        try {
          await staged.lock.release();
          return "done";
        } catch (error) {
          // As in the tests, any error tells somebody who does not hold the lock.
          if (wasHeld || !(error instanceof StudentError) || error.name === "NotImplemented") throw error;
          return "ErrNotHeld";
        }
      }),
    ),
    dispose: stageHandler(asks.dispose, (lock) =>
      withLock(lock, "[Symbol.asyncDispose]", async (staged) => {
        staged.isHeld = false;
        await staged.lock.dispose();
      }),
    ),
    crash: stageHandler(machineName, (machine) => {
      expectHost(machine);
      expectUp(machine);
      crashed.add(machine);
      for (const one of clerks.values()) if (one.clerk.host.name === machine) one.isGone = true;
      // An operator's crash: a smaller counterexample has it, too.
      sim.host(machine).crash({ optional: false });
    }),
    restart: stageHandler(machineName, (machine) => {
      if (!crashed.delete(machine)) throw new StageMisuse(`${machine} is running; stage.crash comes first`);
      sim.host(machine).restart();
    }),
    requests: stageHandler(machineName, (machine) => {
      expectHost(machine);
      return sim.network.calls({ from: machine }).calls;
    }),
    crowd: stageHandler(asks.crowd, async ({ clerks: count, operations, keys, machine }) => {
      expectFew(count * operations);
      const random = crowdRandom();
      await Promise.all(
        crowdOf(count, machine).map((ck, i) => putAndGet(ck, random(i), { operations, keys, client: i })),
      );
    }),
    lockCrowd: stageHandler(asks.lockCrowd, async ({ clerks: count, turns: each, locks: names, machine }) => {
      expectFew(count * each);
      const random = crowdRandom();
      const [last, ...crowd] = crowdOf(1 + count, machine);
      await Promise.all(
        crowd.map((ck, i) => takeLocks(sim, random(i), { kv: kv(), ck, turns: each, names })),
      );
      // In the end each is free for somebody who had none of them.
      for (const name of names) await useOnce(kv().lock(last!, name), () => Promise.resolve());
    }),
    expectLinearizable: () => {
      expectLinearizable(kv().history);
    },
  };
}

/** Puts with versions that are mostly the key's, and values that are sometimes somebody else's. */
async function putAndGet(
  ck: RecordedClerk,
  random: RandomStream,
  { operations, keys, client }: { operations: number; keys: readonly string[]; client: number },
): Promise<void> {
  const seen = new Map<string, number>();
  for (let i = 0; i < operations; i++) {
    const key = random.pick(keys);
    if (random.chance(0.4)) {
      const got = await ck.get(key);
      if (got.kind !== "ErrTimeout") seen.set(key, got.kind === "value" ? got.version : 0);
      continue;
    }
    const value = random.chance(0.3) ? "same" : `${String(client)} ${String(i)}`;
    const version = random.chance(0.15) ? random.int(4) : (seen.get(key) ?? 0);
    if ((await ck.put(key, value, version)) === "done") seen.set(key, version + 1);
  }
}

/** How long a lock is held, and how long somebody waits who does not wait for ever, virtual ms. */
const [HOLD_MS, LIMITS_MS] = [40, [0, 30, 300]] as const;

/** Takes locks with one object or another, and looks at them with a second one meanwhile. */
async function takeLocks(
  sim: Simulation,
  random: RandomStream,
  {
    kv,
    ck,
    turns: count,
    names,
  }: { kv: KVCluster; ck: RecordedClerk; turns: number; names: readonly string[] },
): Promise<void> {
  const old = names.map((name) => kv.lock(ck, name));
  for (let i = 0; i < count; i++) {
    const at = random.int(names.length);
    const name = names[at] ?? "";
    const own = random.chance(0.5) ? old[at]! : kv.lock(ck, name);
    const hold = async (): Promise<void> => {
      await sim.sleep(random.int(HOLD_MS));
      if (random.chance(0.3))
        await useOnce(kv.lock(ck, name), () => Promise.resolve(), random.pick(LIMITS_MS));
    };
    await useOnce(own, hold, random.chance(0.3) ? random.pick(LIMITS_MS) : undefined);
    await sim.sleep(random.int(HOLD_MS));
  }
}

/** Holds a lock while `body` runs, unless the time is over before. */
async function useOnce(lock: WatchedLock, body: () => Promise<void>, limitMs?: number): Promise<void> {
  if (limitMs === undefined) await lock.enter();
  else if (!(await lock.acquire(limitMs))) return;
  await body();
  await lock.release();
}
