import { simulate, startCounter } from "./support/harness";

describe("The tour's counter", () => {
  simulate("TestAdds", {}, async (sim) => {
    const clerk = startCounter(sim).clerk("clerk");
    await clerk.add(2);
    await clerk.add(3);
    const got = await clerk.read();
    if (got !== 5) sim.fail("the total after add(2) and add(3) is wrong", { expected: 5, got });
  });

  simulate("TestLostMessages", { network: { reliable: false } }, async (sim) => {
    const counter = startCounter(sim);
    await sim.inParallel(2, async (client) => {
      const clerk = counter.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 5; i++) await clerk.add(1);
    });
    await counter.clerk("reader").read();
    const { expected, got } = counter.total();
    if (got !== undefined && got !== expected)
      sim.fail("the total is not the sum of all adds", { expected, got, restsOn: "history" });
  });
});
