import { Violation, type Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectLinearizable } from "./support/expectations";
import { startCluster, type Cluster } from "./support/harness";

/** What `npm run explore lab4 -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "TwoWriters",
    description: "two clerks write one key at the same time; leader and follower agree in the end",
    hint: "The follower may see the two writes in the other order. Which one is newer?",
    scenario: twoWriters,
  },
  {
    name: "WriteAndRead",
    description: "one clerk writes twice, another client reads at the leader meanwhile",
    hint: "The leader is one machine: what a read has seen there, the next one must see too.",
    scenario: writeAndRead,
  },
];

async function twoWriters(sim: Simulation): Promise<void> {
  const kv = startCluster(sim, { writeQuorum: 1, followers: 1 });
  await sim.inParallel(2, (client) => kv.clerk(`clerk-${String(client)}`).set("k", `from ${String(client)}`));
  await sim.sleep(2_500);
  await expectAgreement(kv);
}

async function writeAndRead(sim: Simulation): Promise<void> {
  const kv = startCluster(sim, { writeQuorum: 1, followers: 1 });
  const ck = kv.clerk("clerk");
  const write = async (): Promise<void> => {
    await ck.set("k", "1");
    await ck.set("k", "2");
  };
  const read = async (): Promise<void> => {
    await kv.readLeader("reader", "k");
    await kv.readLeader("reader", "k");
  };
  await Promise.all([write(), read()]);
  expectLinearizable(kv.history);
}

async function expectAgreement(kv: Cluster): Promise<void> {
  const [leader, follower] = [await kv.held(0, "k"), await kv.held(1, "k")];
  if (leader !== follower)
    throw new Violation("the follower does not hold what the leader holds", {
      expected: leader,
      got: follower ?? "no such key",
    });
}
