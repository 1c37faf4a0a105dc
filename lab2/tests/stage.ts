import { commonStageHandlers, labStageOf, stageHandler, StageMisuse, type StageHandlersOf } from "harness";
import { StudentError, type Simulation } from "labrpc/simulation";
import type { GetEnd, KVStageCalls } from "../stage";
import type { ClerkStatistics } from "../types";
import { asks, MOST_OPERATIONS } from "./staged/asks";
import { putAndGet, takeLocks, useOnce } from "./staged/crowds";
import { Play } from "./staged/Play";
import { expectLinearizable } from "./support/expectations";

/** What scenarios of lab 2 play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { budget: { virtualMs: 20_000_000, events: 60_000 } },
});

function stageHandlers(sim: Simulation): StageHandlersOf<KVStageCalls> {
  const play = new Play(sim);
  return {
    ...commonStageHandlers(sim, (name) => {
      play.expectHost(name);
    }),
    startServer: () => {
      play.startServer();
    },
    makeClerk: stageHandler(asks.makeClerk, (clerk) => {
      play.makeClerk(clerk);
    }),
    get: stageHandler(asks.call, ({ clerk, key }) =>
      play.call<GetEnd>(clerk, `get(${JSON.stringify(key)})`, async (ck) => {
        const got = await ck.get(key);
        return got.kind === "value" ? { value: got.value, version: got.version } : got.kind;
      }),
    ),
    put: stageHandler(asks.put, ({ clerk, key, value, version }) =>
      play.call(clerk, `put(${JSON.stringify(key)})`, (ck) => ck.put(key, value, version)),
    ),
    statistics: stageHandler(asks.statistics, (clerk) =>
      play.call<ClerkStatistics | "none">(clerk, "statistics()", async (ck) => {
        try {
          return await ck.statistics();
        } catch (error) {
          // The part is optional: the method may be missing, or not written yet.
          if (error instanceof StudentError) return "none";
          throw error;
        }
      }),
    ),
    makeLock: stageHandler(asks.makeLock, (lock) => {
      play.makeLock(lock);
    }),
    acquire: stageHandler(asks.acquire, (call) => play.acquire(call)),
    release: stageHandler(asks.number, (lock) => play.release(lock)),
    dispose: stageHandler(asks.number, (lock) => play.dispose(lock)),
    makeLease: stageHandler(asks.makeLease, (lease) => {
      play.makeLease(lease);
    }),
    acquireLease: stageHandler(asks.acquireLease, (call) => play.acquireLease(call)),
    renewLease: stageHandler(asks.number, (lease) => play.renewLease(lease)),
    releaseLease: stageHandler(asks.number, (lease) => play.releaseLease(lease)),
    disposeLease: stageHandler(asks.number, (lease) => play.disposeLease(lease)),
    crash: stageHandler(asks.machine, (machine) => {
      play.crash(machine);
    }),
    restart: stageHandler(asks.machine, (machine) => {
      play.restart(machine);
    }),
    requests: stageHandler(asks.machine, (machine) => {
      play.expectHost(machine);
      return sim.network.calls({ from: machine }).calls;
    }),
    crowd: stageHandler(asks.crowd, async ({ clerks, operations, keys, machine }) => {
      expectFew(clerks * operations);
      const crowd = play.crowd(clerks, machine);
      await Promise.all(crowd.map((one, client) => putAndGet(one, { operations, keys, client })));
    }),
    lockCrowd: stageHandler(asks.lockCrowd, async ({ clerks, turns, locks, machine }) => {
      expectFew(clerks * turns);
      const [last, ...crowd] = play.crowd(1 + clerks, machine);
      await Promise.all(crowd.map((one) => takeLocks(sim, one, { kv: play.kv, turns, names: locks })));
      // In the end each is free for somebody who had none of them.
      for (const name of locks) await useOnce(play.kv.lock(last!.ck, name), () => Promise.resolve());
    }),
    expectLinearizable: () => {
      expectLinearizable(play.kv.history);
    },
  };
}

function expectFew(operations: number): void {
  if (operations > MOST_OPERATIONS)
    throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
}
