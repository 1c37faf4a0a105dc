import { HttpKvNode } from "./HttpKvNode";

/** A leader and its followers, wherever they run. */
export interface HttpKvSystem {
  readonly leader: HttpKvNode;
  readonly followers: readonly HttpKvNode[];
  /** Whether its nodes were there before, or are those of this run, which begin empty. */
  readonly origin: "running" | "started";
}

/** @param connections requests under way at a time at each node */
export function httpKvSystem(
  leader: string,
  followers: readonly string[],
  { origin, connections }: { origin: HttpKvSystem["origin"]; connections?: number },
): HttpKvSystem {
  return {
    origin,
    leader: new HttpKvNode("leader", leader, connections),
    followers: followers.map(
      (address, index) => new HttpKvNode(`follower${String(index + 1)}`, address, connections),
    ),
  };
}

export async function closeHttpKvSystem({ leader, followers }: HttpKvSystem): Promise<void> {
  await Promise.all([leader, ...followers].map((node) => node.close()));
}
