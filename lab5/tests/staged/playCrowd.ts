import type { Simulation } from "labrpc/simulation";
import type { Crowd } from "../../stage";
import type { StagedServers } from "./StagedServers";

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

export async function playCrowd(
  sim: Simulation,
  { kv, seen }: StagedServers,
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
