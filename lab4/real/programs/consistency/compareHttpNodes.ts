import type { HttpKvSystem } from "../system/HttpKvSystem";

/** A key that a follower holds otherwise than the leader. A value is undefined where the node does not have the key. */
export interface HttpNodeDifference {
  readonly follower: string;
  readonly key: string;
  readonly leader: string | undefined;
  readonly got: string | undefined;
}

export interface HttpNodeComparison {
  /** How many keys there are: those that any node holds. */
  readonly keys: number;
  readonly differences: readonly HttpNodeDifference[];
}

const PAUSE_MS = 20;
/** Differences that stay the same for so long will stay, ms. A leader looks after its followers more often. */
const QUIET_MS = 2_000;

/** Compares everything that the followers hold with what the leader holds. Throws ToolError when one does not answer. */
export async function compareHttpNodes({ leader, followers }: HttpKvSystem): Promise<HttpNodeComparison> {
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
  return { keys: new Set([...wanted.keys(), ...differences.map(({ key }) => key)]).size, differences };
}

/**
 * Compares again and again until nothing differs, nothing changes any more, or time is up: a write was answered when a
 * quorum had it, and the other followers get it after that.
 */
export async function compareHttpNodesWhenQuiet(
  system: HttpKvSystem,
  withinMs: number,
): Promise<HttpNodeComparison> {
  const started = performance.now();
  let last = { text: "", since: started };
  for (;;) {
    const found = await compareHttpNodes(system);
    const now = performance.now();
    const text = JSON.stringify(found.differences);
    if (text !== last.text) last = { text, since: now };
    const quiet = now - last.since > QUIET_MS || now - started > withinMs;
    if (found.differences.length === 0 || quiet) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
