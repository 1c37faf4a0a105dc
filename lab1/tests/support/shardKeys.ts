import type { World } from "labrpc/simulation";

/** "Whole numbers from 0 as keys, small and large": from where they are drawn. */
const FIRST_KEYS = [0, 1, 9, 99, 999_999, 2 ** 31 - 2, 2 ** 32 + 5, 10 ** 15] as const;

/** Keys of which some share a shard, and some do not. */
export function shardKeys(world: World, servers: number): string[] {
  const first = world.pick("first key", FIRST_KEYS);
  const count = world.pick("number of keys", [1, 1, 2, 3, 4]);
  const step = world.pick("keys are apart by", [1, servers, servers + 1]);
  const keys = Array.from({ length: count }, (_, i) => String(first + i * step));
  world.describe(`keys ${keys.join(", ")}`);
  return keys;
}
