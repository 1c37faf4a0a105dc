import { KvNode } from "./KvNode";

/** A leader and its followers, wherever they run. */
export interface KvSystem {
  readonly leader: KvNode;
  readonly followers: readonly KvNode[];
}

/** @param connections requests under way at a time at each node */
export function kvSystem(leader: string, followers: readonly string[], connections?: number): KvSystem {
  return {
    leader: new KvNode("leader", leader, connections),
    followers: followers.map(
      (address, index) => new KvNode(`follower${String(index + 1)}`, address, connections),
    ),
  };
}

export async function closeKvSystem({ leader, followers }: KvSystem): Promise<void> {
  await Promise.all([leader, ...followers].map((node) => node.close()));
}
