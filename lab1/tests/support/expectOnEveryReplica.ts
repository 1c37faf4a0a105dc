import type { Simulation } from "labrpc/simulation";
import { expectInTime, expectValue, onMessages } from "labrpc/testing";
import { FOUND_OUT_MS, startKVService } from "./harness";

/** One of two other replicas misses a message: it must have the change all the same before the clerk is answered. */
export async function expectOnEveryReplica(sim: Simulation): Promise<void> {
  const trio = startKVService(sim, { servers: 3, replicas: 3, name: "trio" });
  const ck = trio.clerk("trio-clerk");
  await ck.put("0", "one");
  const missed = sim.random("missed").pick([1, 2]);
  const toMissed = onMessages(
    1,
    (m) => m.kind === "request" && m.from === "trio-0" && m.to === `trio-${String(missed)}`,
    "lose",
  );
  sim.network.script(toMissed.script);
  await ck.append("0", " two");
  trio.leave(missed);
  expectValue(
    `key 0 at trio-${String(missed)} alone, after two acknowledged writes,`,
    await expectInTime(sim, "trio-reader's get", FOUND_OUT_MS, trio.clerk("trio-reader").get("0")),
    "one two",
  );
}
