import type { Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { expectLinearizable } from "./expectations";
import { FOUND_OUT_MS, startKVService, type RecordedClerk } from "./harness";

/** How long one replica misses the put, virtual ms: fewer than ten unanswered calls. */
const SILENT_MS = 6_000;
const READERS = 5;
/** How long the first server is back when the put comes, virtual ms: "that tells you about now, not about later". */
const BACK_MS = [100, 1_000, 5_000];

/**
 * "Once all servers are up, promise 1 holds again": who read from a replica while the first server was down asks the
 * first one again. Of two replicas, one gets a put later than the other: readers that stay with a replica each, and
 * take its word, find the new value and then the old one.
 */
export async function expectFreshReaders(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 3, name: "back" });
  const writer = kv.clerk("back-writer");
  await writer.put("0", "old");
  const readers = Array.from({ length: READERS }, (_, i) => kv.clerk(`back-reader-${String(i)}`));
  // All of them find the same replica, or some find one and the others the other.
  if (sim.random("apart").chance(0.5)) {
    kv.stop(0);
    await expectReads(sim, readers);
    kv.start(0);
  } else
    for (const replica of [1, 2]) {
      const startAll = kv.leave(replica);
      await expectReads(
        sim,
        readers.filter((_, i) => i % 2 === replica % 2),
      );
      startAll();
    }
  const random = sim.random("back");
  await sim.sleep(random.pick(BACK_MS));

  const missing = `back-${String(random.pick([1, 2]))}`;
  sim.network.block("back-0", missing);
  const calls: Promise<unknown>[] = [writer.put("0", "new")];
  for (const ck of readers) {
    await sim.sleep(20);
    calls.push(ck.get("0").then(() => ck.get("0")));
  }
  await sim.sleep(SILENT_MS);
  sim.network.unblock("back-0", missing);
  await expectInTime(sim, "the calls of clients, when all servers are up,", FOUND_OUT_MS, Promise.all(calls));
  expectLinearizable(kv.history);
}

async function expectReads(sim: Simulation, readers: readonly RecordedClerk[]): Promise<void> {
  const early = Promise.all(readers.map((ck) => ck.get("0")));
  await expectInTime(sim, "the gets while the first server was down", FOUND_OUT_MS, early);
}
