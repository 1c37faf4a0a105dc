import type { Simulation } from "labrpc/simulation";
import { expectInTime, expectValue } from "labrpc/testing";
import { FOUND_OUT_MS, type KVCluster } from "./harness";

/** "If no copy of a key is up, the call waits": and a first server that comes back alone ends the wait. */
export async function expectAnswersOfFirst(
  sim: Simulation,
  kv: KVCluster,
  { keys, valueOf }: { keys: readonly string[]; valueOf: (key: string) => string },
): Promise<void> {
  const back = sim.random("back").int(3);
  kv.stop(0, 1, 2);
  const own = keys.filter((key) => Number(key) % 3 === back);
  const gets = own.map(async (key) => {
    expectValue(
      `key ${key} when server-${String(back)} was back`,
      await kv.clerk(`waiter-${key}`).get(key),
      valueOf(key),
    );
  });
  const done = Promise.all(gets);
  done.catch(() => undefined);
  await sim.sleep(5_000);
  kv.start(back);
  await expectInTime(
    sim,
    `the gets of keys whose first server, server-${String(back)}, is back`,
    FOUND_OUT_MS,
    done,
  );
  kv.start(0, 1, 2);
}
