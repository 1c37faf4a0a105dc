import type { Simulation } from "labrpc/simulation";
import type { KVService } from "../../../types";
import { answers } from "../answers";
import type { Cluster } from "../harness";

/** How far away followers are, virtual ms: "Some tests make single links slower, up to some seconds." */
const FAR_MS = [0, 0, 5, 20, 45, 100, 300, 1_500] as const;
const AWAY = ["stopped", "unreachable", "unable to answer", "unreachable"] as const;

/**
 * Draws which followers are near, far or away, for all the time, and measures it.
 *
 * @returns for each follower how long a request and its reply take now, virtual ms; Infinity: no reply comes in time
 */
export async function drawDistances(sim: Simulation, kv: Cluster): Promise<number[]> {
  const { world, network } = sim;
  const leader = kv.nameOf(0);
  const isFarWorld = world.has("far followers", 0.6);
  const isAwayWorld = world.has("followers are away", 0.5);
  const areAlike = world.has("all as far", 0.25);
  const most = areAlike ? 100 : Infinity;
  for (const follower of kv.followers) {
    const name = kv.nameOf(follower);
    const place = areAlike ? "all" : name;
    if (isAwayWorld && world.has(`${name} is away`, 0.35)) {
      const how = world.pick(`${name} is`, AWAY);
      if (how === "stopped") kv.stop(follower);
      else if (how === "unreachable") network.block(leader, name);
      else network.block(name, leader);
      world.describe(`${name} is ${how}`);
    } else if (isFarWorld) {
      const ms = Math.min(most, world.pick(`${place} far`, FAR_MS));
      if (ms > 0) kv.delay(follower, ms);
    }
  }
  return Promise.all(kv.followers.map((follower) => measure(sim, kv, follower)));
}

/** A plan of faults may leave out what makes a follower far: so it is measured. */
async function measure(sim: Simulation, kv: Cluster, follower: number): Promise<number> {
  const started = sim.now;
  return (await answers(kv.host(0).end<KVService>(kv.nameOf(follower)))) ? sim.now - started : Infinity;
}
