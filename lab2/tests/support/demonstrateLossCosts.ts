import type { Simulation } from "labrpc/simulation";
import type { Narrator } from "labrpc/testing";
import { startKVService } from "./harness";

/** Chances that a request is lost, and that a reply is. */
const LOSSES = [0, 0.3, 0.4, 0.5];
const CLIENTS = 10;
/** Of a put and a get. */
const ROUNDS = 5;
const LOCKS = 10;

/**
 * What a client pays for a network that loses messages, in virtual time: operations per second of ten clients, each on a
 * key of its own, and how long one client takes to get a lock that nobody else wants.
 */
export async function demonstrateLossCosts(sim: Simulation, narrator: Narrator): Promise<void> {
  narrator.step(
    `Ten clients put and get in turn, ${String(ROUNDS)} times each; then one client takes a free lock ${String(LOCKS)} times. Virtual time`,
  );
  for (const loss of LOSSES) {
    const percent = `${String(loss * 100)} %`;
    const kv = startKVService(sim, { name: `server-${percent}` });
    const clerk = (name: string): ReturnType<typeof kv.clerk> => kv.clerk(`${name}-${percent}`);
    sim.network.set({ requestLoss: loss, replyLoss: loss });
    const began = sim.now;
    await sim.inParallel(CLIENTS, (client) =>
      kv.programs(clerk(`clerk-${String(client)}`)).putAndGet(`key-${String(client)}`, ROUNDS),
    );
    const rate = (CLIENTS * ROUNDS * 2 * 1_000) / (sim.now - began);
    const lock = kv.lock(clerk("locker"), "lock");
    const waited: number[] = [];
    for (let i = 0; i < LOCKS; i++) {
      const asked = sim.now;
      await lock.enter();
      waited.push(sim.now - asked);
      await lock.release();
    }
    const median = [...waited].sort((a, b) => a - b)[LOCKS / 2] ?? Number.NaN;
    narrator.result(
      `${percent.padStart(4)} of requests and of replies lost: ${rate.toFixed(rate < 10 ? 1 : 0).padStart(6)} operations/s; a lock after ${median.toFixed(1)} ms (median), ${Math.max(...waited).toFixed(1)} ms at most`,
    );
  }
}
