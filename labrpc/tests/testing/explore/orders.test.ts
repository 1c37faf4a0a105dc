import { expect } from "chai";
import { Simulation, type Outcome, type Remote } from "../../../src/simulation";
import { OrderWalk, runOneOrder, walkOrders, type SmallScenario } from "../../../src/testing";
import { minimiseOrder } from "../../../src/testing/explore/minimiseOrder";
import type { CounterClient } from "../../fixtures/counter";
import { code, startClient, startServer } from "../../support/run";

interface Walked {
  readonly runs: number;
  readonly redundant: number;
  readonly outcomes: ReadonlySet<string>;
}

/** Runs the body in every order. What it says, and when relative to what else it says, is the outcome. */
async function everyOrder(
  body: (sim: Simulation, say: (text: string) => void) => Promise<void>,
  { losses = 0, duplicates = 0, reduce = true },
): Promise<Walked> {
  const walk = new OrderWalk({ reduce });
  const outcomes = new Set<string>();
  let [runs, redundant] = [0, 0];
  for (let more = true; more; more = walk.advance()) {
    walk.begin();
    const said: string[] = [];
    const strategy = { kind: "orders", choices: [], losses, duplicates } as const;
    const simulation = new Simulation({ seed: 1, code, strategy, policy: walk });
    const { outcome } = await simulation.run((sim) => body(sim, (text) => said.push(text)));
    if (walk.redundant) {
      redundant += 1;
      continue;
    }
    runs += 1;
    outcomes.add(`${outcome.kind}: ${said.join(", ")}`);
  }
  return { runs, redundant, outcomes };
}

/** Clients that send one request each, and do not send it again. */
const oneCallEach =
  (clients: number) =>
  async (sim: Simulation, say: (text: string) => void): Promise<void> => {
    startServer(sim);
    await sim.inParallel(clients, async (i) => {
      const answer = await startClient(sim, `client-${String(i)}`)
        .add(1)
        .catch(() => "no answer");
      say(`${String(i)} ${String(answer)}`);
    });
  };

/** Clients that make several calls in a row and send each until it is answered. */
const calls =
  (clients: number, each: number, relays?: { waitMs: number }) =>
  async (sim: Simulation, say: (text: string) => void): Promise<void> => {
    const counter = sim.host("counter");
    counter.serve(counter.construct("./counter", "Counter"));
    await sim.inParallel(clients, async (i) => {
      const host = sim.host(`client-${String(i)}`);
      const relay = sim.host(`relay-${String(i)}`);
      if (relays !== undefined)
        relay.serve(relay.construct("./relay", "Relay", relay.end("counter"), relays.waitMs));
      const end = host.end(relays === undefined ? "counter" : relay.name);
      const client: Remote<CounterClient> = host.construct("./counter", "CounterClient", end);
      for (let n = 0; n < each; n++) {
        say(`${String(i)} calls`);
        say(`${String(i)} got ${String(await client.add(10 ** i))}`);
      }
    });
  };

describe("a walk through all orders", () => {
  for (const [clients, losses, duplicates, orders] of [
    // Two chains of a request and its reply: 4! / (2! 2!).
    [2, 0, 0, 6],
    // Three of them: 6! / (2! 2! 2!).
    [3, 0, 0, 90],
    // The reply arrives, or it is lost, or the request is.
    [1, 1, 0, 3],
    // 6 without a loss; with a lost request 3 for each client, with a lost reply 6 for each.
    [2, 1, 0, 24],
    // 1 without a copy. With one, after either of the two requests: the answer at once, or the other request and
    // then one of two answers.
    [1, 0, 1, 7],
  ] as const) {
    it(`tries ${String(orders)} orders of ${String(clients)} calls with ${String(losses)} losses and ${String(duplicates)} copies`, async () => {
      const { runs, redundant } = await everyOrder(oneCallEach(clients), {
        losses,
        duplicates,
        reduce: false,
      });
      expect({ runs, redundant }).to.deep.equal({ runs: orders, redundant: 0 });
    });
  }

  for (const [what, body, losses, duplicates, saves = true] of [
    ["three calls at the same time", oneCallEach(3), 0, 0],
    ["two calls of which one message is lost", oneCallEach(2), 1, 0],
    ["calls in a row that are sent again", calls(2, 2), 1, 0],
    ["calls of which one arrives twice", calls(2, 1), 0, 1],
    ["servers that call a server", calls(2, 1, { waitMs: 0 }), 1, 0],
    ["servers that wait before they call a server", calls(2, 1, { waitMs: 10 }), 0, 0, false],
  ] as const) {
    it(`reaches the same outcomes when it leaves out what nobody can tell: ${what}`, async () => {
      const all = await everyOrder(body, { losses, duplicates, reduce: false });
      const reduced = await everyOrder(body, { losses, duplicates });
      expect([...reduced.outcomes].sort()).to.deep.equal([...all.outcomes].sort());
      if (saves) expect(reduced.runs).to.be.lessThan(all.runs);
      else expect(reduced.runs).to.equal(all.runs);
      expect(reduced.runs).to.be.at.least(all.outcomes.size);
    }).timeout(90_000);
  }
});

describe("walkOrders", () => {
  const small: SmallScenario = {
    name: "ThirdIsFirst",
    description: "fails in one order of its requests only",
    hint: "none",
    scenario: async (sim) => {
      const answers: string[] = [];
      await oneCallEach(3)(sim, (text) => answers.push(text));
      if (["2 1", "1 2", "0 3"].every((text) => answers.includes(text)))
        sim.fail("the requests arrived backwards", { got: answers.join(", ") });
    },
  };
  const options = { code, losses: 0, duplicates: 0, mostRuns: 1_000, stopAtFirstFailure: true };

  it("finds the order that fails, explains it, and replays it", async () => {
    const { first, failed, complete } = await walkOrders(small, options);
    expect({ failed, complete }).to.deep.equal({ failed: 1, complete: false });
    const { report, choices } = first!;
    expect(report.explanation?.message).to.equal("the requests arrived backwards");
    const arrivals = report.explanation?.cause?.filter((line) => /^\d+\. request/.test(line));
    expect(arrivals?.map((line) => /client-\d/.exec(line)?.[0])).to.deep.equal([
      "client-2",
      "client-1",
      "client-0",
    ]);
    const strategy = { kind: "orders", choices, losses: 0, duplicates: 0 } as const;
    const again = await runOneOrder(small, strategy, { code });
    expect(again.digest).to.equal(report.digest);
    expect(again.outcome).to.deep.equal(report.outcome);
  });

  it("goes through all orders when it is to count the failures", async () => {
    const { complete, failed } = await walkOrders(small, { ...options, stopAtFirstFailure: false });
    expect(complete).to.equal(true);
    expect(failed).to.be.at.least(1);
  });

  it("says when it did not get to the end", async () => {
    const { runs, complete, failed } = await walkOrders(small, { ...options, mostRuns: 2 });
    expect({ runs, complete, failed }).to.deep.equal({ runs: 2, complete: false, failed: 0 });
  });

  it("loses a reply as well as a request, and says which", async () => {
    const fussy: SmallScenario = {
      ...small,
      scenario: async (sim) => {
        startServer(sim);
        const client = startClient(sim);
        await client.add(1).catch(() => 0);
        const second = await client.add(1).catch(() => 0);
        if (second === 2 && sim.network.calls().repliesLost > 0) sim.fail("executed unseen");
      },
    };
    const { first } = await walkOrders(fussy, { ...options, losses: 1 });
    expect(first?.report.explanation?.cause?.[0]).to.match(
      /^fails with one fault: the reply to add\(1\) from server to client was lost/,
    );
  });

  it("takes the first alternative where a choice does not exist, and says where that was", async () => {
    const strategy = { kind: "orders", choices: [0, 99, 99], losses: 0, duplicates: 0 } as const;
    const { outcome, choiceDivergence } = await runOneOrder(small, strategy, { code });
    expect(outcome).to.deep.equal({ kind: "passed" });
    expect(choiceDivergence).to.deep.equal({ nth: 2, asked: 99, alternatives: 3 });
  });

  it("says when there was nothing to choose any more", async () => {
    const choices = [...Array<number>(6).fill(0), 1];
    const { choiceDivergence } = await runOneOrder(small, { kind: "orders", choices }, { code });
    expect(choiceDivergence).to.deep.equal({ nth: 7, asked: 1, alternatives: 0 });
    const zeros = await runOneOrder(small, { kind: "orders", choices: Array<number>(9).fill(0) }, { code });
    expect(zeros.choiceDivergence).to.equal(undefined);
  });
});

describe("the smallest order", () => {
  /** Fails when the reply to the first call was lost, whatever the other clients do in which order. */
  const fussy: SmallScenario = {
    name: "LostReply",
    description: "fails when a reply to client-0 is lost",
    hint: "none",
    scenario: async (sim) => {
      await oneCallEach(3)(sim, () => undefined);
      const lost = sim.network.calls().repliesLost;
      if (lost > 0) sim.fail("a reply was lost");
    },
  };
  const minimise = "thorough";

  it("keeps the one loss that matters, and takes back what arrived out of turn", async () => {
    const spec = { kind: "orders", choices: [2, 1, 2, 0, 0, 1], losses: 1, duplicates: 0 } as const;
    const whole = await runOneOrder(fussy, spec, { code });
    expect(whole.outcome.kind).to.equal("failed");
    expect(whole.counterexample).to.equal(undefined);
    const { counterexample, explanation, record, digest } = await runOneOrder(fussy, spec, {
      code,
      minimise,
    });
    expect(counterexample?.search).to.equal("minimal");
    const { choices = [] } = counterexample ?? {};
    expect(choices.filter((choice) => choice !== 0)).to.have.length(1);
    expect(explanation?.cause).to.have.length(2);
    expect(explanation?.cause?.[0]).to.match(/^fails with one fault: the reply to add\(1\)/);
    expect(explanation?.cause?.[1]).to.equal("messages arrive in the order in which they were sent");
    expect(record?.faults).to.have.length(1);
    expect(explanation?.twin).to.match(
      /^without the loss of the reply to client-\d's add \(call 1\), the test passes/,
    );
    expect(record?.failure.twin).to.equal(explanation?.twin);
    expect(record?.twin?.passes).to.equal(true);
    const again = await runOneOrder(fussy, { ...spec, choices }, { code });
    expect(again.digest).to.equal(digest);
  });

  it("keeps a message out of turn where that matters, and that one alone", async () => {
    const backwards: SmallScenario = {
      ...fussy,
      scenario: async (sim) => {
        const said: string[] = [];
        await oneCallEach(3)(sim, (text) => said.push(text));
        if (["2 1", "1 2", "0 3"].every((text) => said.includes(text)))
          sim.fail("the requests arrived backwards");
      },
    };
    const spec = { kind: "orders", choices: [2, 0, 1, 1], losses: 0, duplicates: 0 } as const;
    const { counterexample, explanation } = await runOneOrder(backwards, spec, { code, minimise });
    expect(counterexample?.choices).to.deep.equal([2]);
    expect(explanation?.cause?.[1]).to.equal("messages arrive in this order, one of them out of turn:");
    expect(explanation?.cause?.[2]).to.match(/^1\. request of call 1 of client-2 .*, out of turn$/);
    expect(explanation?.twin).to.match(
      /^if client-2's add \(call 1\) does not arrive out of turn, the test passes/,
    );
  });

  it("has a twin with two messages in another order, also where the usual order is the one that fails", async () => {
    const usual: SmallScenario = {
      ...fussy,
      scenario: async (sim) => {
        const said: string[] = [];
        await oneCallEach(2)(sim, (text) => said.push(text));
        if (said.includes("1 1")) sim.fail("client-1 came first");
      },
    };
    const spec = { kind: "orders", choices: [], losses: 0, duplicates: 0 } as const;
    const { explanation, record } = await runOneOrder(usual, spec, { code, minimise });
    expect(explanation?.twin).to.match(
      /^if client-0's add \(call 1\) arrives before client-1's add \(call 1\), the test passes/,
    );
    expect(record?.twin?.first).to.include({ host: "server" });
  });

  it("has none where every order fails, which is said with the number of orders that were tried", async () => {
    const always: SmallScenario = {
      ...fussy,
      scenario: async (sim) => {
        await oneCallEach(2)(sim, () => undefined);
        sim.fail("always");
      },
    };
    const spec = { kind: "orders", choices: [1], losses: 0, duplicates: 0 } as const;
    const { explanation, record } = await runOneOrder(always, spec, { code, minimise });
    expect(explanation?.twin).to.match(/^none: the [1-9]\d* nearest runs, each .*, fail in the same way$/);
    expect(record).to.not.have.any.keys("twin");
  });

  it("says when its budget did not last", async () => {
    const run = (): Promise<{ outcome: Outcome; events: number }> =>
      Promise.resolve({ outcome: { kind: "passed" }, events: 1 });
    const deviations = Array.from({ length: 40 }, (_, at) => ({ at, name: String(at) }));
    const failing = { outcome: { kind: "deadlock", waiting: [] } as const, deviations, run };
    const found = await minimiseOrder(failing, { runs: 20, events: 1_000 });
    expect(found).to.deep.equal({ deviations, search: "budget", runs: 20 });
    const all = await minimiseOrder(failing, { runs: 1_000, events: 10_000 });
    expect(all.search).to.equal("minimal");
    expect(all.deviations).to.deep.equal(deviations);
  });
});
