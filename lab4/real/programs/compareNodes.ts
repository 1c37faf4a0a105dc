import type { KvSystem } from "./KvSystem";

/** A key that a follower holds otherwise than the leader. A value is undefined where the node does not have the key. */
export interface Difference {
  readonly follower: string;
  readonly key: string;
  readonly leader: string | undefined;
  readonly got: string | undefined;
}

export interface Comparison {
  /** Keys that the leader holds. */
  readonly keys: number;
  readonly differences: readonly Difference[];
}

const PAUSE_MS = 20;

/** Compares everything that the followers hold with what the leader holds. Throws ToolError when one does not answer. */
export async function compareNodes({ leader, followers }: KvSystem): Promise<Comparison> {
  const [expected, ...held] = await Promise.all([leader, ...followers].map((node) => node.status()));
  const wanted = new Map(Object.entries(expected?.data ?? {}));
  const differences = held.flatMap(({ data }, index) => {
    const got = new Map(Object.entries(data));
    return [...new Set([...wanted.keys(), ...got.keys()])]
      .filter((key) => wanted.get(key) !== got.get(key))
      .map((key) => ({
        follower: followers[index]?.name ?? "",
        key,
        leader: wanted.get(key),
        got: got.get(key),
      }));
  });
  return { keys: wanted.size, differences };
}

/**
 * Compares again and again until nothing differs or time is up: a write was answered when a quorum had it, and the
 * other followers get it after that.
 */
export async function compareWhenQuiet(system: KvSystem, withinMs: number): Promise<Comparison> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await compareNodes(system);
    if (found.differences.length === 0 || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
