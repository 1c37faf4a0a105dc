import { expect } from "chai";
import { TimeoutError } from "../../../src";
import { Simulation } from "../../../src/simulation";
import { run, startClient, startServer } from "../../support/run";

interface Echo {
  echo(args: unknown): unknown;
}
const service = { echo: (args: unknown) => args, wait: () => new Promise(() => undefined) };

/** What a call came to, and after how much virtual time. */
async function outcome(sim: Simulation, call: Promise<unknown>): Promise<[string, number]> {
  const start = sim.now;
  const result = await call.then(
    (value) => `ok ${JSON.stringify(value)}`,
    (error: unknown) => (error as Error).name,
  );
  return [result, sim.now - start];
}

describe("the network", () => {
  it("carries a call and its reply", () =>
    run({}, async (sim) => {
      startServer(sim);
      expect(await startClient(sim).add(3)).to.equal(3);
      expect(sim.now).to.be.within(0.2, 2);
    }));

  it("copies maps, sets, dates and more, and never shares an object", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      expect(await client.echoOf("map")).to.equal("true false");
      expect(await client.echoOf("shared")).to.equal('[{"inner":[1]},{"inner":[1,2]}]');
      expect(await client.echo([1, "a", null, true, -0, { $: 1 }])).to.deep.equal([
        1,
        "a",
        null,
        true,
        -0,
        { $: 1 },
      ]);
    }));

  for (const [kind, message] of [
    ["function", /the argument of echo\.f is a function/],
    ["symbol", /the argument of echo\[0\] is a symbol/],
    ["class", /the argument of echo\.deep\[0\] is an object of class JunkServer/],
    ["cycle", /contains itself/],
  ] as const) {
    it(`refuses to copy a ${kind}, at the call`, () =>
      run({}, async (sim) => {
        startServer(sim);
        const error = await startClient(sim)
          .echoOf(kind)
          .catch((thrown: unknown) => thrown as Error);
        expect(error).to.be.an("error").with.property("message").that.matches(message);
        expect(sim.network.calls().calls).to.equal(0);
      }));
  }

  it("tells a handler's exception from a timeout, and lists the methods there are", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      expect(await client.errorOf("fail")).to.equal("RemoteError broken");
      expect(await client.errorOf("nope")).to.match(
        /^RemoteError no method nope; server has: add, echo, later/,
      );
      expect(await client.errorOf("later")).to.equal(
        "TimeoutError no reply from server to later within 1000 ms",
      );
      expect(sim.handlerErrors.map(({ message }) => message)).to.include("broken");
    }));

  it("lets calls wait longer on one link than on others", () =>
    run({ network: { timeoutMs: 100 } }, async (sim) => {
      startServer(sim);
      const [patient, usual] = [startClient(sim, "patient"), startClient(sim, "usual")];
      sim.network.timeout("patient", "server", 700);
      sim.network.script(() => "lose");
      expect(await outcome(sim, usual.add(1))).to.deep.equal(["TimeoutError", 100]);
      expect(await outcome(sim, patient.add(1))).to.deep.equal(["TimeoutError", 700]);
      expect(() => {
        sim.network.timeout("patient", "server", 0);
      }).to.throw(RangeError, /expected a timeout in ms above 0, got 0/);
    }));

  it("gives no reply on a disabled end, and one after it is enabled again", () =>
    run({}, async (sim) => {
      sim.network.addServer("s", service);
      sim.network.makeEnd("e", "client");
      sim.network.connect("e", "s");
      const end = sim.host("client").endNamed<Echo>("e");
      const [dead, after] = await outcome(sim, end.call("echo", 1));
      expect(dead).to.equal("TimeoutError");
      expect(after).to.be.within(0, 100);
      sim.network.enable("e", true);
      expect((await outcome(sim, end.call("echo", 1)))[0]).to.equal("ok 1");
    }));

  it("is not held up after a re-enable by calls made while the end was disabled", () =>
    run({ network: { longDelays: true } }, async (sim) => {
      sim.network.addServer("s", service);
      const end = sim.host("client").end<Echo>("s");
      sim.network.enable("client → s", false);
      const lost = Array.from({ length: 20 }, () => outcome(sim, end.call("echo", 1)));
      await sim.sleep(50);
      sim.network.enable("client → s", true);
      const [result, took] = await outcome(sim, end.call("echo", 2));
      expect(result).to.equal("ok 2");
      expect(took).to.be.below(3);
      const waits = (await Promise.all(lost)).map(([, ms]) => ms);
      expect(Math.max(...waits)).to.be.within(1_000, 7_000);
    }));

  it("counts calls and bytes, by server and by method", () =>
    run({}, async (sim) => {
      startServer(sim, "a");
      startServer(sim, "b");
      await startClient(sim, "c", "a").addMany(17);
      await startClient(sim, "d", "b").echo("x".repeat(1_000));
      expect(sim.network.calls({ to: "a" }).calls).to.equal(17);
      expect(sim.network.calls({ from: "d", method: "echo" })).to.deep.include({
        calls: 1,
        bytesOut: 1_002,
        bytesIn: 1_002,
      });
      expect(sim.network.calls().calls).to.equal(18);
    }));

  it("serves many ends at the same time", () =>
    run({}, async (sim) => {
      startServer(sim);
      const sums = await sim.inParallel(20, (i) => startClient(sim, `client-${String(i)}`).addMany(10));
      expect(Math.max(...sums)).to.equal(200);
    }));

  it("lets one end be used by many calls at once", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      const sums = await sim.inParallel(50, () => client.add(1));
      expect([...sums].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 50 }, (_, i) => i + 1));
      expect(sums, "requests overtake each other").to.not.deep.equal([...sums].sort((a, b) => a - b));
    }));

  it("loses messages and delays requests when it is unreliable", () =>
    run({ network: { reliable: false } }, async (sim) => {
      sim.network.addServer("s", service);
      const end = sim.host("client").end<Echo>("s");
      const results = await sim.inParallel(2_000, () => outcome(sim, end.call("echo", 1)));
      const lost = results.filter(([result]) => result === "TimeoutError").length;
      expect(lost / 2_000).to.be.within(0.16, 0.22);
      const { requestsLost, repliesLost, timeouts } = sim.network.calls();
      expect(requestsLost / 2_000).to.be.within(0.08, 0.12);
      expect(repliesLost / (2_000 - requestsLost)).to.be.within(0.08, 0.12);
      expect(timeouts).to.equal(requestsLost + repliesLost);
      const times = results.filter(([result]) => result !== "TimeoutError").map(([, ms]) => ms);
      expect(Math.max(...times)).to.be.within(24, 27.1);
      expect(times.reduce((a, b) => a + b) / times.length).to.be.within(12.5, 14.5);
    }));

  for (const rate of [0, 0.3, 0.95, 1]) {
    it(`loses requests and replies apart, at the rate ${String(rate)}`, () =>
      run({ network: { requestLoss: rate, replyLoss: 0, timeoutMs: 20 } }, async (sim) => {
        sim.network.addServer("s", service);
        const end = sim.host("client").end<Echo>("s");
        await sim.inParallel(1_000, () => outcome(sim, end.call("echo", 1)));
        expect(sim.network.calls().requestsLost / 1_000).to.be.closeTo(rate, 0.04);
        expect(sim.network.calls().repliesLost).to.equal(0);
        sim.network.set({ requestLoss: 0, replyLoss: rate });
        const before = sim.network.calls().repliesLost;
        await sim.inParallel(1_000, () => outcome(sim, end.call("echo", 1)));
        expect((sim.network.calls().repliesLost - before) / 1_000).to.be.closeTo(rate, 0.04);
      }));
  }

  it("lets a deleted server's handler finish, and no reply leave", () =>
    run({}, async (sim) => {
      const server = startServer(sim);
      const client = startClient(sim);
      const slow = outcome(sim, client.errorOf("later"));
      await sim.sleep(100);
      sim.network.deleteServer("server");
      expect((await slow)[0]).to.contain("TimeoutError");
      const [dead, took] = await outcome(sim, client.add(1));
      expect(dead).to.equal("TimeoutError");
      expect(took).to.be.below(100);
      expect(await server.add({ by: 0 })).to.deep.equal({ sum: 0 });
    }));

  it("holds back two replies in three when it reorders", () =>
    run({ network: { longReordering: true } }, async (sim) => {
      sim.network.addServer("s", service);
      const end = sim.host("client").end<Echo>("s");
      const times = (await sim.inParallel(600, () => outcome(sim, end.call("echo", 1)))).map(([, ms]) => ms);
      const held = times.filter((ms) => ms >= 200);
      expect(held.length / 600).to.be.closeTo(2 / 3, 0.06);
      expect(Math.max(...held)).to.be.within(2_000, 2_202);
    }));

  it("delivers duplicates, and answers the call once", () =>
    run({ network: { duplicate: 1 } }, async (sim) => {
      const server = startServer(sim);
      await startClient(sim).addMany(10);
      expect(await server.add({ by: 0 })).to.deep.equal({ sum: 20 });
      expect(sim.network.calls().duplicates).to.equal(10);
    }));

  it("cuts partitions, both ways and one way, and heals them", () =>
    run({ network: { timeoutMs: 50 } }, async (sim) => {
      const server = startServer(sim);
      const client = startClient(sim);
      sim.network.partition([["client"], ["server"]]);
      expect((await outcome(sim, client.add(1)))[0]).to.equal("TimeoutError");
      expect(await server.add({ by: 0 })).to.deep.equal({ sum: 0 });
      sim.network.heal();
      sim.network.block("server", "client");
      expect((await outcome(sim, client.add(1)))[0]).to.equal("TimeoutError");
      expect(await server.add({ by: 0 }), "the request arrived, the reply did not").to.deep.equal({ sum: 1 });
      sim.network.unblock("server", "client");
      expect(await client.add(1)).to.equal(2);
    }));

  it("lets a caller give up in time when its request travels for longer than that", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      sim.network.slow("client", "server", 8_000);
      expect((await outcome(sim, client.add(1)))[1]).to.equal(1_000);
      sim.network.heal();
      expect(await client.add(1), "the late request has not arrived yet").to.equal(1);
      await sim.sleep(8_000);
      expect(await client.add(1), "and was executed when it arrived").to.equal(3);
    }));

  it("makes links slow, one direction at a time", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      sim.network.slow("server", "client", 300);
      expect((await outcome(sim, client.add(1)))[1]).to.be.within(300, 303);
      sim.network.slow("server", "client", 0);
      expect((await outcome(sim, client.add(1)))[1]).to.be.below(3);
    }));

  it("loses what is on the way when a cable is pulled, and keeps the server's memory", () =>
    run({}, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      await client.add(5);
      sim.network.disconnect("server");
      const [dead, took] = await outcome(sim, client.add(1));
      expect([dead, took <= 100]).to.deep.equal(["TimeoutError", true]);
      sim.network.reconnect("server");
      expect(await client.add(1)).to.equal(6);
    }));

  it("follows a script: lose exactly this message, delay that one, copy another", () =>
    run({}, async (sim) => {
      const server = startServer(sim);
      const client = startClient(sim);
      sim.network.script(({ kind, nth }) => {
        if (kind === "reply") return nth === 1 ? "lose" : undefined;
        return nth === 2 ? { delayMs: 70 } : nth === 3 ? { copies: 3 } : undefined;
      });
      expect((await outcome(sim, client.add(1)))[0]).to.equal("TimeoutError");
      expect((await outcome(sim, client.add(1)))[1]).to.be.within(70, 72);
      await client.add(1);
      await sim.sleep(5);
      expect(await server.add({ by: 0 })).to.deep.equal({ sum: 5 });
    }));

  it("gives an end in the test's own hands the same errors", () =>
    run({}, async (sim) => {
      const end = sim.host("client").end<Echo>("nobody");
      const error = await end.call("echo", 1).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(TimeoutError);
    }));

  for (const [options, message] of [
    [{ requestLoss: 1.5 }, /network\.requestLoss: expected a probability from 0 to 1, got 1\.5/],
    [{ delayMs: [5, 1] as const }, /network\.delayMs: expected \[low, high\]/],
    [{ timeoutMs: 0 }, /network\.timeoutMs: expected ms above 0/],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => new Simulation({ seed: 1, network: options })).to.throw(RangeError, message);
    });
  }
});
