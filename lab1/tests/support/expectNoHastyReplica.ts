import type { Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { expectLinearizable } from "./expectations";
import { FOUND_OUT_MS, startKVService, type KVCluster, type RecordedClerk } from "./harness";

/** Each link may be silent so long: "nine unanswered calls in a row", virtual ms. */
const SILENT_MS = 8_500;
/** "A call without a reply rejects after 1,000 ms; in some worlds up to 7,000 ms, and not equally long for all clerks." */
const PATIENT_MS = 7_000;
/** When the put comes, after the first reader has begun, virtual ms: replicas that do not wait for ten calls answer after it. */
const PUT_AFTER_MS = [1_500, 2_500, 3_500, 4_500, 5_500, 6_700] as const;

/** Further clients that ask a replica side by side: their forwards are not "made one after the other". */
const CROWD = 10;

/**
 * "Fewer than ten unanswered calls in a row mean nothing": neither replica hears the first server, which is up, and only one
 * of them gets a put. If both of them answer alone, the second reader may find less than the first. In some runs, the first
 * server was down before ("that tells you about now, not about later"), and in some, many ask the replicas at the same time.
 */
export async function expectNoHastyReplica(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 3, name: "calm" });
  const { network } = sim;
  const writer = kv.clerk("calm-writer");
  await writer.put("0", "old");
  const random = sim.random("calm");
  if (random.chance(0.5)) await readFromEachReplica(sim, kv);
  const crowd = random.chance(0.5) ? CROWD : 0;
  const [first, second] = [readersOf(sim, kv, 1, crowd), readersOf(sim, kv, 2, crowd)];
  const silence = async (...links: (readonly [from: string, to: string])[]): Promise<void> => {
    for (const [from, to] of links) network.block(from, to);
    await sim.sleep(SILENT_MS);
    for (const [from, to] of links) network.unblock(from, to);
  };

  const links = (readers: readonly RecordedClerk[], to: string): (readonly [string, string])[] =>
    readers.map(({ host }) => [host.name, to] as const);
  const calls: Promise<unknown>[] = [silence(["calm-1", "calm-0"], ...links(first, "calm-0"))];
  let hasRead = false;
  // Who is answered too early asks again: the put comes later.
  const readNew = async (ck: RecordedClerk): Promise<void> => {
    for (let i = 0; i < PATIENT_MS / 1_000 && !hasRead; i++) hasRead ||= (await ck.get("0")) === "new";
  };
  calls.push(...first.map(readNew));
  await sim.sleep(sim.inTurn(PUT_AFTER_MS));
  // The second readers reach the other replica alone.
  const silent = [...links(second, "calm-0"), ...links(second, "calm-1")];
  calls.push(silence(["calm-0", "calm-2"], ["calm-2", "calm-0"], ...silent));
  calls.push(writer.put("0", "new"));
  await sim.until(() => hasRead, { withinMs: PATIENT_MS });
  calls.push(...second.map((ck) => ck.get("0")));
  await expectInTime(
    sim,
    "the calls of clients, when no link is silent any more,",
    FOUND_OUT_MS,
    Promise.all(calls),
  );
  expectLinearizable(kv.history);
}

/** A reader that waits long for a replica, and so many more. */
function readersOf(sim: Simulation, kv: KVCluster, replica: number, more: number): RecordedClerk[] {
  return Array.from({ length: 1 + more }, (_, i) => {
    const name = `calm-reader-${String(replica)}${i === 0 ? "" : `-${String(i)}`}`;
    sim.network.timeout(name, `calm-${String(replica)}`, PATIENT_MS);
    return kv.clerk(name);
  });
}

/** "A stopped server comes back": each replica finds out that the first server is down, and that is over 5 s later. */
async function readFromEachReplica(sim: Simulation, kv: KVCluster): Promise<void> {
  for (const replica of [1, 2]) {
    const startAll = kv.leave(replica);
    const read = kv.clerk(`calm-early-${String(replica)}`).get("0");
    await expectInTime(sim, `a get while only calm-${String(replica)} was up`, FOUND_OUT_MS, read);
    startAll();
  }
  await sim.sleep(5_000);
}
