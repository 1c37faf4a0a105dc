import type { Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectLinearizable, holdFor } from "./support/expectations";
import { startKVService } from "./support/harness";

/** How long a lock is held, virtual ms: as long as any message is on its way. */
const HELD_MS = 1;

/** What `npm run explore lab2 -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "TwoCreate",
    description: "two clerks create one key at the same time, then each reads it",
    hint: "One of them succeeds. Whose reply was lost must not hear ErrVersion for a put that was executed.",
    scenario: twoCreate,
  },
  {
    name: "PutsInARow",
    description: "one clerk creates a key and updates it, while another one updates it too",
    hint: "Each put has an identity of its own. A late answer to an earlier one says nothing about this one.",
    scenario: putsInARow,
  },
  {
    name: "TwoContenders",
    description: "two clerks take a lock and release it",
    hint: "After ErrMaybe, look: the lock holds your name, or it does not. Never two holders, and never none for ever.",
    scenario: twoContenders,
  },
  {
    name: "LockTwice",
    description: "one clerk takes a lock and releases it, twice, while another one takes it once",
    hint: "A release or an acquire of the first time may still be sent again when the second time begins.",
    scenario: lockTwice,
  },
];

async function twoCreate(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  await sim.inParallel(2, async (client) => {
    const ck = kv.clerk(`clerk-${String(client)}`);
    await ck.put("k", `from ${String(client)}`, 0);
    await ck.get("k");
  });
  expectLinearizable(kv.history);
}

async function putsInARow(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
  const twice = async (): Promise<void> => {
    await a.put("k", "a1", 0);
    await a.put("k", "a2", 1);
  };
  await Promise.all([twice(), b.put("k", "b", 1)]);
  await b.get("k");
  expectLinearizable(kv.history);
}

async function twoContenders(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  await sim.inParallel(2, async (client) => {
    const lock = kv.lock(kv.clerk(`clerk-${String(client)}`), "lock");
    await holdFor(sim, lock, HELD_MS);
  });
}

async function lockTwice(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  await sim.inParallel(2, async (client) => {
    const lock = kv.lock(kv.clerk(`clerk-${String(client)}`), "lock");
    for (let i = client; i < 2; i++) {
      await holdFor(sim, lock, HELD_MS);
    }
  });
}
