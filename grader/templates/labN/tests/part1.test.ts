import { expectValue } from "labrpc/testing";
import { expectLinearizable, expectSum } from "./support/expectations";
import { BUDGET, simulate, startCounter } from "./support/harness";

describe("Lab N, part 1: a counter without failures", () => {
  simulate("TestAdds", { budget: BUDGET }, async (sim) => {
    const counter = startCounter(sim);
    const [first, second] = [counter.clerk("clerk-0"), counter.clerk("clerk-1")];
    expectValue("a read before the first add", await first.read(), 0);
    expectValue("what add(5) to 0 resolves to", await first.add(5), 5);
    expectValue("what add(5) to 5 resolves to", await first.add(5), 10);
    expectValue("what another clerk's add(-3) to 10 resolves to", await second.add(-3), 7);
    expectValue("what add(0) to 7 resolves to", await second.add(0), 7);
    expectValue("a read after that", await first.read(), 7);
    expectLinearizable(counter.history);
  });

  simulate("TestAddsConcurrent", { budget: BUDGET }, async (sim) => {
    const counter = startCounter(sim);
    await sim.inParallel(5, async (client) => {
      const ck = counter.clerk(`clerk-${String(client)}`);
      for (let i = 1; i <= 6; i++) await ck.add(i);
    });
    await counter.clerk("reader").read();
    expectSum(counter.history);
    expectLinearizable(counter.history);
  });
});
