import type { Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectKeys, expectSuccess } from "./support/expectations";
import { startServers } from "./support/harness";

/** What `npm run explore lab5 -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "TwoClients",
    description: "two clients set keys of one server and read them, at the same time",
    hint: "Each request is on its own: nothing of it may stay in a field of the server.",
    scenario: twoClients,
  },
];

async function twoClients(sim: Simulation): Promise<void> {
  // A disk loses nothing on the way.
  sim.network.script(({ from, to }) => (`${from} ${to}`.includes("disk") ? "deliver" : undefined));
  const kv = await startServers(sim, { servers: 1 });
  await sim.inParallel(2, async (client) => {
    const ck = kv.client(`client-${String(client)}`);
    const [key, value] = [`key-${String(client)}`, `of ${String(client)}`];
    expectSuccess("SET", await ck.set(key, value), { key });
    expectSuccess("GET", await ck.get(key), { value });
  });
  const [response] = await kv.client("reader").keys(1);
  expectKeys("KEYS in the end", response?.keys, ["key-0", "key-1"]);
}
