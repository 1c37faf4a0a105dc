import type { Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { expectLinearizable } from "./expectations";
import { startKVService } from "./harness";

/** How long a right clerk may need to find out that servers are down, virtual ms. */
const IN_TIME_MS = 60_000;
/** Each link may be silent so long: "nine unanswered calls in a row", virtual ms. */
const SILENT_MS = 8_500;
/** "A call without a reply rejects after 1,000 ms; in some worlds up to 7,000 ms, and not equally long for all clerks." */
const PATIENT_MS = 7_000;
/** When the put comes, after the first reader has begun, virtual ms: replicas that do not wait for ten calls answer after it. */
const PUT_AFTER_MS = [1_500, 2_500, 3_500, 4_500, 5_500, 6_700] as const;

/**
 * "Fewer than ten unanswered calls in a row mean nothing": neither replica hears the first server, which is up, and only one
 * of them gets a put. If both of them answer alone, the second reader may find less than the first.
 */
export async function expectNoHastyReplica(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 3, name: "calm" });
  const { network } = sim;
  const writer = kv.clerk("calm-writer");
  await writer.put("0", "old");
  const [first, second] = [kv.clerk("calm-reader-1"), kv.clerk("calm-reader-2")];
  network.timeout("calm-reader-1", "calm-1", PATIENT_MS);
  network.timeout("calm-reader-2", "calm-2", PATIENT_MS);
  const silence = async (...links: (readonly [from: string, to: string])[]): Promise<void> => {
    for (const [from, to] of links) network.block(from, to);
    await sim.sleep(SILENT_MS);
    for (const [from, to] of links) network.unblock(from, to);
  };

  const calls: Promise<unknown>[] = [silence(["calm-1", "calm-0"], ["calm-reader-1", "calm-0"])];
  let hasRead = false;
  calls.push(first.get("0").then(() => (hasRead = true)));
  await sim.sleep(sim.inTurn(PUT_AFTER_MS));
  calls.push(silence(["calm-0", "calm-2"], ["calm-2", "calm-0"], ["calm-reader-2", "calm-0"]));
  calls.push(writer.put("0", "new"));
  await sim.until(() => hasRead, { withinMs: PATIENT_MS });
  calls.push(second.get("0"));
  await expectInTime(
    sim,
    "the calls of clients, when no link is silent any more,",
    IN_TIME_MS,
    Promise.all(calls),
  );
  expectLinearizable(kv.history);
}
