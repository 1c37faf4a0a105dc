import type { Simulation } from "labrpc/simulation";
import type { Demonstration, Narrator } from "labrpc/testing";
import { startCluster, type Cluster } from "./support/harness";

/** What `npm run demo lab4` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "A write, and reads at every node", show: writeAndRead },
  { title: "Far followers and the quorum", show: farFollowers },
  { title: "Too few followers", show: tooFew },
  { title: "A follower that comes back", show: comesBack },
];

async function writeAndRead(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startCluster(sim);
  const ck = kv.clerk("clerk");
  narrator.step('set("mykey", "myvalue"), with a quorum of three of five followers');
  const outcome = await ck.set("mykey", "myvalue");
  narrator.result(`→ ${JSON.stringify(outcome)}`);
  await sim.sleep(100);
  narrator.step("Then every node is asked for it");
  for (const node of kv.nodes) {
    narrator.result(`${kv.nameOf(node)}: ${JSON.stringify(await ck.get("mykey", node))}`);
  }
  narrator.step("A write to a follower");
  const { status, body } = await kv.http(2, "POST", "/set", { key: "mykey", value: "other" });
  narrator.result(`POST /set at follower-2 → ${String(status)} ${JSON.stringify(body)}`);
}

async function farFollowers(sim: Simulation, narrator: Narrator): Promise<void> {
  for (const writeQuorum of [1, 3, 5]) {
    const kv = startOnce(sim, writeQuorum);
    await sim.sleep(1_000);
    for (const follower of kv.followers) kv.delay(follower, 20 * follower);
    narrator.step(`Followers are 20, 40, 60, 80 and 100 ms away; the quorum is ${String(writeQuorum)}`);
    const started = sim.now;
    const outcome = await kv.clerk("clerk").set("k", "v");
    narrator.result(`answered after ${(sim.now - started).toFixed(1)} ms: ${JSON.stringify(outcome)}`);
    for (const node of kv.nodes) kv.crash(node);
    sim.network.heal();
  }
}

async function tooFew(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startCluster(sim);
  const ck = kv.clerk("clerk");
  narrator.step("Three of five followers stop; a write needs three confirmations");
  kv.stop(3, 4, 5);
  const { status, body } = await kv.http(0, "POST", "/set", { key: "k", value: "v" });
  narrator.result(`POST /set → ${String(status)} ${JSON.stringify(body)}`);
  narrator.step("The client was told that it failed. What is true of the data?");
  narrator.result(`at the leader:     ${JSON.stringify(await ck.get("k", 0))}`);
  narrator.result(`at follower-1:     ${JSON.stringify(await ck.get("k", 1))}`);
  kv.start(3, 4, 5);
  await sim.sleep(3_000);
  narrator.result(`at follower-4, when it is back: ${JSON.stringify(await ck.get("k", 4))}`);
}

async function comesBack(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startCluster(sim);
  const ck = kv.clerk("clerk");
  for (let i = 0; i < 3; i++) await ck.set(`key-${String(i)}`, "old");
  await sim.sleep(100);
  narrator.step("follower-5 crashes, and meanwhile key-1 is written");
  kv.crash(5);
  await ck.set("key-1", "new");
  narrator.step("It starts again, with nothing in memory");
  kv.restart(5);
  narrator.result(`at once:     ${JSON.stringify(await kv.contents(5))}`);
  await sim.sleep(5_000);
  narrator.result(`after 5 s:   ${JSON.stringify(await kv.contents(5))}`);
}

/** The same hosts once more, with another quorum. */
function startOnce(sim: Simulation, writeQuorum: number): Cluster {
  if (sim.now > 0)
    for (const node of [0, 1, 2, 3, 4, 5])
      sim.host(node === 0 ? "leader" : `follower-${String(node)}`).restart();
  return startCluster(sim, { writeQuorum });
}
