import type { Simulation } from "labrpc/simulation";
import { startStore } from "../../lab3/tests/support/harness";

/** Virtual ms: when P2 writes, and when P3 and P4 read, before and after that write has come to all servers. */
const WRITE_MS = 2.6;
const READ_MS = 3;
const PAUSE_MS = 4;

/** The book's example: P1 and P2 write, P3 and P4 read twice, each at a server of its own, under sequential consistency. */
export async function sequentialExample(sim: Simulation): Promise<void> {
  const kv = startStore(sim, { level: "sequential", servers: 4 });
  const at = (ms: number): Promise<boolean> => sim.until(() => sim.now >= ms, { withinMs: 1_000 });
  const writers = [0, 1].map(async (server) => {
    const clerk = kv.clerk(`P${String(server + 1)}`, server);
    if (server === 1) await at(WRITE_MS);
    await clerk.set("a", server === 0 ? "x" : "y");
  });
  const readers = [2, 3].map(async (server) => {
    const clerk = kv.clerk(`P${String(server + 1)}`, server);
    await at(READ_MS);
    await clerk.get("a");
    await sim.sleep(PAUSE_MS);
    await clerk.get("a");
  });
  await Promise.all([...writers, ...readers]);
}
