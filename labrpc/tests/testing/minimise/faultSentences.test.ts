import { expect } from "chai";
import { Simulation } from "../../../src/simulation";
import { counterexampleFaultLines } from "../../../src/testing/minimise/describeCounterexample";
import { faultSentences } from "../../../src/testing/minimise/faultSentences";
import { RunSeen } from "../../../src/testing/explain/RunSeen";
import { code } from "../../support/run";

/** What is told of the faults of a run. */
async function told(body: (sim: Simulation) => Promise<void>): Promise<string[]> {
  const sim = new Simulation({ seed: 1, code, record: true });
  const { outcome } = await sim.run(async () => {
    for (const host of ["a", "b", "c"]) sim.host(host);
    await body(sim);
    await sim.sleep(10);
  });
  if (outcome.kind !== "passed") throw new Error(JSON.stringify(outcome));
  const run = new RunSeen(sim);
  const together = faultSentences(run.faults.seen, run);
  expect(together.flatMap(({ faults }) => faults)).to.have.members([...run.faults.seen]);
  return together.map(({ text }) => text());
}

describe("faults that are told together", () => {
  it("are hosts that crash or are cut off at the same moment for the same time", async () => {
    const texts = await told(async (sim) => {
      for (const host of ["c", "a"]) sim.network.disconnect(host);
      sim.host("b").crash();
      await sim.sleep(5);
      for (const host of ["c", "a"]) sim.network.reconnect(host);
    });
    expect(texts).to.deep.equal([
      "a and c disconnected at 0.0 ms, for 5.0 ms",
      "b crashed at 0.0 ms, to the end",
    ]);
  });

  it("last for an instant where a host is started again at once", async () => {
    const texts = await told(async (sim) => {
      await sim.sleep(3);
      for (const host of ["a", "b"]) {
        sim.host(host).crash();
        sim.host(host).restart();
      }
    });
    expect(texts).to.deep.equal(["a and b crashed at 3.0 ms, for an instant"]);
  });

  it("are links from one host, or to one, with the times that they take", async () => {
    const texts = await told(async (sim) => {
      sim.network.slow("a", "b", 10);
      sim.network.slow("a", "c", 30);
      await sim.sleep(1);
      sim.network.block("b", "a");
      sim.network.block("c", "a");
    });
    expect(texts).to.deep.equal([
      "messages a → b and c take 10 to 30 ms longer at 0.0 ms, to the end",
      "messages b and c → a blocked at 1.0 ms, to the end",
    ]);
  });

  it("are told once, where a link is both one from a host and one to another", async () => {
    const texts = await told((sim) => {
      for (const [from, to] of [
        ["a", "b"],
        ["a", "c"],
        ["d", "b"],
      ] as const)
        sim.network.block(from, to);
      return Promise.resolve();
    });
    expect(texts).to.deep.equal([
      "messages a → b and c blocked at 0.0 ms, to the end",
      "messages d → b blocked at 0.0 ms, to the end",
    ]);
  });

  it("are all links between some hosts", async () => {
    const hosts = ["a", "b", "c"];
    const texts = await told((sim) => {
      for (const from of hosts)
        for (const to of hosts.filter((host) => host !== from)) sim.network.slow(from, to, 20);
      return Promise.resolve();
    });
    expect(texts).to.deep.equal(["messages between a, b and c take 20 ms longer at 0.0 ms, to the end"]);
  });

  it("are not those that end at different times, and a partition stands alone", async () => {
    const texts = await told(async (sim) => {
      for (const host of ["a", "b"]) sim.network.disconnect(host);
      sim.network.partition([["a"], ["b", "c"]]);
      await sim.sleep(5);
      sim.network.reconnect("a");
    });
    expect(texts).to.deep.equal([
      "a disconnected at 0.0 ms, for 5.0 ms",
      "b disconnected at 0.0 ms, to the end",
      "partition a | b c at 0.0 ms, to the end",
    ]);
  });

  it("are put into words one by one, since a run may have thousands and only a few are told", async () => {
    const sim = new Simulation({ seed: 1, code, record: true, network: { timeoutMs: 1 } });
    await sim.run(async () => {
      sim.network.addServer("a", { add: () => 0 });
      sim.network.script(() => "lose");
      const end = sim.host("c").end<{ add: (n: number) => number }>("a");
      for (let i = 0; i < 50; i++) await end.call("add", i).catch(() => 0);
    });
    const run = new RunSeen(sim);
    const look = run.from.bind(run);
    let looks = 0;
    run.from = (...args) => {
      looks += 1;
      return look(...args);
    };
    expect(counterexampleFaultLines(run).at(-1)).to.equal("- and 44 more lost requests");
    expect(looks).to.equal(6);
  });

  it("say where a lost request was sent next, but not of one that was sent to all from the beginning", async () => {
    const sendsThen = (first: readonly string[], next: string): Promise<string[]> =>
      told(async (sim) => {
        for (const name of ["a", "b"]) sim.network.addServer(name, { add: () => 0 });
        sim.network.script(({ to, call }) => (to === "a" && call === 1 ? "lose" : undefined));
        const ask = (name: string): Promise<unknown> =>
          sim.host("c").end<{ add: (n: number) => number }>(name).call("add", 1);
        await Promise.all(first.map((name) => ask(name).catch(() => 0)));
        await ask(next);
      });
    const lost = "the request add(1) from c to a was lost";
    expect(await sendsThen(["a", "b"], "b")).to.deep.equal([lost]);
    expect(await sendsThen(["a"], "b")).to.deep.equal([`${lost}, and c sent it to b`]);
    expect(await sendsThen(["a", "b"], "a")).to.deep.equal([`${lost}, and c sent it again`]);
  });
});
