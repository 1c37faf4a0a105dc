import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { RandomStream, Simulation } from "../../src/simulation";
import { EventQueue, type SimEvent } from "../../src/simulation/clock/EventQueue";
import { code, startClient, startServer } from "../support/run";

const root = join(__dirname, "../../..");

function inAnotherProcess(seed: number): string {
  const script = join(__dirname, "../fixtures/digest.ts");
  return execFileSync(process.execPath, ["-r", join(root, "toolkit/bin/register.js"), script, String(seed)], {
    encoding: "utf8",
    env: { ...process.env, NODE_V8_COVERAGE: "" },
  });
}

/** The order in which events of the same instant ran. */
async function orderOf(seed: number): Promise<string> {
  const order: number[] = [];
  await new Simulation({ seed, code }).run(async (sim) => {
    for (let i = 0; i < 8; i++) void sim.sleep(5).then(() => order.push(i));
    await sim.sleep(6);
  });
  return order.join(" ");
}

describe("determinism", () => {
  it("gives the same digest for the same seed in two processes", () => {
    const [first, second] = [inAnotherProcess(7), inAnotherProcess(7)];
    expect(JSON.parse(first)).to.have.nested.property("outcome.kind", "passed");
    expect(second).to.equal(first);
    expect(inAnotherProcess(8)).to.not.equal(first);
  });

  it("runs events of the same instant in an order that the seed decides", async () => {
    const orders = await Promise.all([1, 2, 3, 4, 5].map((seed) => orderOf(seed)));
    expect(new Set(orders).size).to.be.greaterThan(3);
    expect(await orderOf(1)).to.equal(orders[0]);
    for (const order of orders) expect(order.split(" ").sort().join("")).to.equal("01234567");
  });

  it("does not change the faults of the network when a client draws a random number more", async () => {
    const fates = async (extra: boolean): Promise<unknown> => {
      const lost: unknown[] = [];
      await new Simulation({ seed: 5, code, network: { reliable: false } }).run(async (sim) => {
        sim.trace.watch(({ kind, id }) => {
          if (kind === "lost-request" || kind === "lost-reply") lost.push([kind, id]);
        });
        startServer(sim);
        const client = startClient(sim);
        for (let i = 0; i < 40; i++) {
          if (extra) sim.random("other").next();
          await client.add(i).catch(() => 0);
        }
      });
      return lost;
    };
    expect(await fates(true)).to.deep.equal(await fates(false));
  });

  it("keeps streams of random numbers apart, and uniform", () => {
    const [a, again, b] = [new RandomStream(1, "a"), new RandomStream(1, "a"), new RandomStream(1, "b")];
    const numbers = Array.from({ length: 10_000 }, () => a.next());
    expect(Array.from({ length: 10_000 }, () => again.next())).to.deep.equal(numbers);
    expect(b.next()).to.not.equal(numbers[0]);
    expect(numbers.reduce((sum, n) => sum + n) / 10_000).to.be.closeTo(0.5, 0.01);
    for (let tenth = 0; tenth < 10; tenth++) {
      const inside = numbers.filter((n) => Math.floor(n * 10) === tenth).length;
      expect(inside).to.be.within(880, 1_120);
    }
  });

  it("shuffles, picks and draws whole numbers within bounds", () => {
    const stream = new RandomStream(9, "x");
    expect(stream.shuffle([1, 2, 3, 4, 5]).sort()).to.deep.equal([1, 2, 3, 4, 5]);
    expect(["a", "b"]).to.include(stream.pick(["a", "b"]));
    expect(() => stream.pick([])).to.throw(RangeError);
    for (let i = 0; i < 100; i++) expect(stream.int(3)).to.be.within(0, 2);
  });

  it("takes events out by time, tie and order, and passes over cancelled ones", () => {
    const queue = new EventQueue();
    const ran: string[] = [];
    const event = (name: string, at: number, tie: number, order: number): SimEvent => ({
      at,
      tie,
      order,
      host: undefined,
      message: undefined,
      cause: undefined,
      cancelled: name === "cancelled",
      run: () => ran.push(name),
    });
    for (const [name, at, tie, order] of [
      ["late", 9, 0, 1],
      ["cancelled", 1, 0, 2],
      ["second", 5, 1, 3],
      ["third", 5, 2, 4],
      ["fourth", 5, 2, 5],
      ["first", 5, 0, 6],
    ] as const) {
      queue.push(event(name, at, tie, order));
    }
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) next.run();
    expect(ran).to.deep.equal(["first", "second", "third", "fourth", "late"]);
  });

  it("refuses a seed that is no whole number", () => {
    expect(() => new Simulation({ seed: 1.5 })).to.throw(
      RangeError,
      "expected a whole number as seed, got 1.5",
    );
  });
});
