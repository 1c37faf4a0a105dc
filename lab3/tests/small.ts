import type { Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectConverged, expectLinearizable, expectSequential } from "./support/expectations";
import { startStore } from "./support/harness";

/** What `npm run explore lab3 -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "SequentialWriters",
    description: "two servers, each is written by one client, which then reads",
    hint: "Both servers have to execute both writes in one order. A server executes the first one in its queue, and only when the other has acknowledged it.",
    scenario: sequentialWriters,
  },
  {
    name: "LinearizableRead",
    description: "one client writes at one server, another one reads at the other server",
    hint: "A read takes its place in the order, like a write.",
    scenario: linearizableRead,
  },
  {
    name: "EventualWriters",
    description: "two servers are written at the same time; both hold the same in the end",
    hint: "Timestamp, then server number: not who comes last.",
    scenario: eventualWriters,
  },
];

async function sequentialWriters(sim: Simulation): Promise<void> {
  const kv = startStore(sim, { level: "sequential", servers: 2 });
  await sim.inParallel(2, async (server) => {
    const ck = kv.clerk(`clerk-${String(server)}`, server);
    await ck.set("k", String(server));
    await ck.get("k");
  });
  expectSequential(kv.history);
}

async function linearizableRead(sim: Simulation): Promise<void> {
  const kv = startStore(sim, { level: "linearizable", servers: 2 });
  const [writer, reader] = [kv.clerk("writer", 0), kv.clerk("reader", 1)];
  await Promise.all([writer.set("k", "new"), reader.get("k").then(() => reader.get("k"))]);
  expectLinearizable(kv.history);
}

async function eventualWriters(sim: Simulation): Promise<void> {
  const kv = startStore(sim, { level: "eventual", servers: 2 });
  await sim.inParallel(2, (server) => kv.clerk(`clerk-${String(server)}`, server).set("k", String(server)));
  await sim.sleep(2_000);
  await expectConverged(kv, ["k"]);
}
