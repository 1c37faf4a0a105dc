import type { Simulation } from "labrpc/simulation";
import type { KVCluster, WatchedLock } from "../support/harness";
import type { CrowdClerk } from "./Play";

/** Puts with versions that are mostly the key's, and values that are sometimes somebody else's. */
export async function putAndGet(
  { ck, random }: CrowdClerk,
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
export async function takeLocks(
  sim: Simulation,
  { ck, random }: CrowdClerk,
  { kv, turns, names }: { kv: KVCluster; turns: number; names: readonly string[] },
): Promise<void> {
  const old = names.map((name) => kv.lock(ck, name));
  for (let i = 0; i < turns; i++) {
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
export async function useOnce(lock: WatchedLock, body: () => Promise<void>, limitMs?: number): Promise<void> {
  if (limitMs === undefined) await lock.enter();
  else if (!(await lock.acquire(limitMs))) return;
  await body();
  await lock.release();
}
