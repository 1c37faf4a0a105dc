import type { Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable, token } from "./support/expectations";
import { startKVService } from "./support/harness";

/** What `npm run explore lab1 -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "TwoAppends",
    description: "two clerks append once each to one key, then a third one reads it",
    hint: "When a reply is lost, the append has been executed. The server must recognise it when it is sent again.",
    scenario: twoAppends,
  },
  {
    name: "PutGetPut",
    description: "one clerk puts a key, while another one reads it and then puts it too",
    hint: "A repeated put must not be applied again: somebody may have overwritten it, and somebody may have read that.",
    scenario: putGetPut,
  },
  {
    name: "AppendsInARow",
    description: "one clerk appends twice, one after the other, while another one appends",
    hint: "Each append needs a number of its own, and each clerk an identity of its own.",
    scenario: appendsInARow,
  },
  {
    name: "TwoReplicas",
    description: "two servers with a copy each; one clerk appends, another one reads twice",
    hint: "What one get has seen, the next one has to see. Who decides the order of the operations on a shard?",
    scenario: twoReplicas,
  },
  {
    name: "WritesAtTwoReplicas",
    description:
      "two servers with a copy each; two clerks append to one key, then each server is asked alone",
    hint: "Every replica has to apply every append once, and all in the same order, before a clerk is answered.",
    scenario: writesAtTwoReplicas,
  },
];

async function twoAppends(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  await sim.inParallel(2, (client) => kv.clerk(`clerk-${String(client)}`).append("k", token(client, 0)));
  await kv.clerk("reader").get("k");
  expectEveryAppendOnce(kv.history, "k");
  expectLinearizable(kv.history);
}

async function putGetPut(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
  const readAndPut = async (): Promise<void> => {
    await b.get("k");
    await b.put("k", "from b");
  };
  await Promise.all([a.put("k", "from a"), readAndPut()]);
  await b.get("k");
  expectLinearizable(kv.history);
}

async function appendsInARow(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
  const twice = async (): Promise<void> => {
    await a.append("k", token(0, 0));
    await a.append("k", token(0, 1));
  };
  await Promise.all([twice(), b.append("k", token(1, 0))]);
  await b.get("k");
  expectLinearizable(kv.history);
}

async function twoReplicas(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 2, replicas: 2 });
  const [writer, reader] = [kv.clerk("writer"), kv.clerk("reader")];
  const readTwice = async (): Promise<void> => {
    await reader.get("0");
    await reader.get("0");
  };
  await Promise.all([writer.append("0", "new"), readTwice()]);
  expectLinearizable(kv.history);
}

async function writesAtTwoReplicas(sim: Simulation): Promise<void> {
  const kv = startKVService(sim, { servers: 2, replicas: 2 });
  await sim.inParallel(2, (client) => kv.clerk(`clerk-${String(client)}`).append("0", token(client, 0)));
  for (const alive of [0, 1]) {
    const startAll = kv.leave(alive);
    await kv.clerk(`reader-${String(alive)}`).get("0");
    expectEveryAppendOnce(kv.history, "0");
    startAll();
  }
  expectLinearizable(kv.history);
}
