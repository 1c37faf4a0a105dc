import { onMessages } from "labrpc/testing";
import { expectLinearizable, expectSum } from "./support/expectations";
import { BUDGET, simulate, startCounter } from "./support/harness";

describe("Lab N, part 2: messages that get lost", () => {
  simulate("TestLostMessages", { budget: BUDGET }, async (sim) => {
    const counter = startCounter(sim);
    const [first, second] = [counter.clerk("clerk-0"), counter.clerk("clerk-1")];
    for (const lost of ["request", "reply"] as const) {
      const { script, seen } = onMessages(
        1,
        ({ kind, from, to }) => kind === lost && [from, to].includes("clerk-0"),
        "lose",
      );
      sim.network.script(script);
      const adding = first.add(5);
      // Only now somebody else adds: the first clerk's add must count where it was executed, not where it is repeated.
      await sim.until(() => seen() > 0, { withinMs: 1_000 });
      await second.add(20);
      await adding;
    }
    await second.read();
    expectSum(counter.history);
    expectLinearizable(counter.history);
  });

  simulate("TestUnreliableClients", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const counter = startCounter(sim);
    await sim.inParallel(5, async (client) => {
      const ck = counter.clerk(`clerk-${String(client)}`);
      const random = sim.random(`workload of clerk-${String(client)}`);
      for (let i = 0; i < 6; i++) {
        if (random.chance(0.3)) await ck.read();
        else await ck.add(1 + random.int(9));
      }
    });
    await counter.clerk("reader").read();
    expectSum(counter.history);
    expectLinearizable(counter.history);
  });
});
