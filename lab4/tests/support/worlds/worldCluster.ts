import { counted } from "harness";
import type { Simulation } from "labrpc/simulation";
import { startCluster, type Cluster } from "../harness";

/** From how many followers a world draws: five most often, as in the real system. */
const FOLLOWERS = [1, 2, 3, 5, 5, 5] as const;
const RARE_FOLLOWERS = [4, 8, 11] as const;

/** A cluster whose sizes the seed decides: "`config.followers` has none to eleven, and the quorum is one to eleven." */
export function worldCluster(sim: Simulation, quorumTimeoutMs: number): Cluster {
  const { world } = sim;
  const followers = world.has("other sizes", 0.15)
    ? world.pick("many followers", RARE_FOLLOWERS)
    : world.pick("followers", FOLLOWERS);
  const writeQuorum = world.between("quorum", 1, followers);
  world.describe(`${counted(followers, "follower")}, a quorum of ${String(writeQuorum)}`);
  return startCluster(sim, { followers, writeQuorum, quorumTimeoutMs });
}
