import type { Simulation } from "labrpc/simulation";
import type { Narrator } from "labrpc/testing";
import { startKVService } from "./harness";

/** How many servers, which are also so many shards, each with two copies. */
const GROUPS = [2, 4, 8, 16];
const CLIENTS = 32;
const PUTS = 6;
/** The longest bar, characters. */
const BAR = 40;

/**
 * Many clients write at once, each to keys of its own: how many operations the store carries out in a second of virtual
 * time, by its number of groups. Operations of one shard wait for each other, those of different shards do not.
 */
export async function demonstrateThroughput(sim: Simulation, narrator: Narrator): Promise<void> {
  narrator.step(
    `${String(CLIENTS)} clients put at the same time, ${String(PUTS)} times each; operations per second of virtual time`,
  );
  const rates = new Map<number, number>();
  for (const groups of GROUPS) {
    const name = `of-${String(groups)}`;
    const kv = startKVService(sim, { servers: groups, replicas: 2, name });
    const clerks = Array.from({ length: CLIENTS }, (_, client) =>
      kv.clerk(`${name}-clerk-${String(client)}`),
    );
    const began = sim.now;
    await sim.inParallel(CLIENTS, async (client) => {
      for (let i = 0; i < PUTS; i++) await clerks[client]?.put(String(client + CLIENTS * i), "value");
    });
    rates.set(groups, (CLIENTS * PUTS * 1_000) / (sim.now - began));
  }
  const most = Math.max(...rates.values());
  const least = rates.get(GROUPS[0] ?? 0) ?? most;
  for (const [groups, rate] of rates) {
    const bar = "█".repeat(Math.max(1, Math.round((rate / most) * BAR)));
    const times = (rate / least).toFixed(1);
    narrator.result(
      `${String(groups).padStart(2)} groups  ${bar.padEnd(BAR)} ${rate.toFixed(0).padStart(6)}/s  × ${times}`,
    );
  }
}
