import { HttpKvNode } from "./HttpKvNode";

/** A leader and its followers, wherever they run. */
export interface HttpKvSystem {
  readonly leader: HttpKvNode;
  readonly followers: readonly HttpKvNode[];
}

/** @param connections requests under way at a time at each node */
export function httpKvSystem(
  leader: string,
  followers: readonly string[],
  connections?: number,
): HttpKvSystem {
  return {
    leader: new HttpKvNode("leader", leader, connections),
    followers: followers.map(
      (address, index) => new HttpKvNode(`follower${String(index + 1)}`, address, connections),
    ),
  };
}

export async function closeHttpKvSystem({ leader, followers }: HttpKvSystem): Promise<void> {
  await Promise.all([leader, ...followers].map((node) => node.close()));
}
