import { expectInTime, expectValue } from "labrpc/testing";
import {
  expectCausal,
  expectConverged,
  expectLinearizable,
  expectSequential,
  QUIET_MS,
} from "./support/expectations";
import { simulate } from "./support/harness";
import { liveInWorld, MENDED_MS, WORLD } from "./support/liveInWorld";

/** Whether a history is sequential is hard to check by the answers alone: larger ones are checked by their order. */
const FEW_CALLS = 14;

describe("Lab 3: generated worlds", () => {
  simulate("TestWorlds", WORLD, async (sim) => {
    const { kv } = await liveInWorld(sim, "sequential");
    if (kv.history.length <= FEW_CALLS) expectSequential(kv.history);
  });

  simulate("TestLinearizableWorlds", WORLD, async (sim) => {
    const { kv, keys } = await liveInWorld(sim, "linearizable");
    const servers = [
      ...new Set([0, kv.servers.length - 1, sim.world.upTo("read in the end", kv.servers.length - 1)]),
    ];
    await Promise.all(
      servers.map(async (server) => {
        const reader = kv.clerk(`reader-${String(server)}`, server);
        for (const key of keys)
          await expectInTime(sim, `${reader.host.name}'s get`, MENDED_MS, reader.get(key));
      }),
    );
    expectLinearizable(kv.history);
  });

  simulate("TestEventualWorlds", WORLD, async (sim) => {
    const { kv, keys } = await liveInWorld(sim, "eventual");
    await expectConverged(kv, keys);
  });

  simulate("TestCausalWorlds", WORLD, async (sim) => {
    const { kv, keys, seen } = await liveInWorld(sim, "causal");
    // What is written when all has arrived is behind all other writes, for everybody.
    const server = sim.world.upTo("last write", kv.servers.length - 1);
    const last = kv.clerk("last", server);
    for (const key of keys) await last.set(key, "last");
    await sim.sleep(QUIET_MS);
    for (const other of kv.servers)
      for (const key of keys)
        expectValue(
          `what ${kv.nameOf(other)} holds for ${JSON.stringify(key)}, written when all had arrived,`,
          await kv.read(other, key),
          "last",
        );
    expectCausal([...kv.history, ...seen].sort((a, b) => a.called - b.called));
  });
});
