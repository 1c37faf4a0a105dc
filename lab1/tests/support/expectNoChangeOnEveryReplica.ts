import type { Simulation } from "labrpc/simulation";
import { expectInTime, expectValue } from "labrpc/testing";
import { FOUND_OUT_MS, startKVService } from "./harness";

/** A put of the value that is already there may be answered when every replica has that, and not before. */
export async function expectNoChangeOnEveryReplica(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 2, name: "same" });
  const [a, b] = [kv.clerk("same-a"), kv.clerk("same-b")];
  await a.put("3", "one");
  sim.network.block("same-0", "same-1");
  const change = a.put("3", "two");
  change.catch(() => undefined);
  await sim.sleep(20);
  const noChange = b.put("3", "two");
  noChange.catch(() => undefined);
  if (await sim.inTime(noChange, 300)) {
    await noChange;
    kv.stop(0);
    sim.network.unblock("same-0", "same-1");
    expectValue(
      "key 3 at its replica, when its first server stopped after a put of the value that is already there was acknowledged,",
      await expectInTime(sim, "same-reader's get", FOUND_OUT_MS, kv.clerk("same-reader").get("3")),
      "two",
    );
    kv.start(0);
  }
  sim.network.unblock("same-0", "same-1");
  await expectInTime(
    sim,
    "a put, and another of the same value",
    FOUND_OUT_MS,
    Promise.all([change, noChange]),
  );
}
