import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Simulation, type NetworkOptions, type Outcome, type Remote } from "../../../src/simulation";
import type { Explanation } from "../../../src/records";
import { explain } from "../../../src/testing/explain/explain";
import { expectInTime } from "../../../src/testing/expect/expectInTime";
import { minimiseFailure, type MinimisedFailure } from "../../../src/testing/minimise/minimiseFailure";
import type { StuckClient, StuckServer } from "../../fixtures/stuck";
import { code } from "../../support/run";

const VIRTUAL_MS = 120_000;
const source = readFileSync(join(__dirname, "../../fixtures/stuck.ts"), "utf8");

/** Servers that pass on to each other, in order and the last to the first. */
function startServers(sim: Simulation, names: readonly string[]): void {
  names.forEach((name, i) => {
    const host = sim.host(name);
    const next = names[(i + 1) % names.length] ?? name;
    host.serve(host.construct<StuckServer>("./stuck", "StuckServer", host.end(next)));
  });
}

function startClient(sim: Simulation, name: string, server: string): Remote<StuckClient> {
  const host = sim.host(name);
  return host.construct<StuckClient>("./stuck", "StuckClient", name, host.end(server));
}

interface Stuck {
  readonly outcome: Outcome;
  readonly explanation: Explanation;
  readonly minimised: MinimisedFailure | undefined;
  /** When each candidate of the search came to its end. */
  readonly virtualMs: readonly number[];
}

async function stuck(network: NetworkOptions, scenario: (sim: Simulation) => Promise<void>): Promise<Stuck> {
  const options = { seed: 3, code, network, budget: { virtualMs: VIRTUAL_MS } };
  const runs: Simulation[] = [];
  const watched = async (sim: Simulation): Promise<void> => {
    runs.push(sim);
    await scenario(sim);
  };
  const simulation = new Simulation({ ...options, record: true });
  const { outcome } = await simulation.run(watched);
  if (outcome.kind === "passed") throw new Error("expected a run that fails");
  const failed = {
    test: "TestOne",
    seed: 3,
    simulation,
    outcome,
    scenario: watched,
    options,
    generated: false,
  };
  const minimised = await minimiseFailure(failed, "quick");
  // The first run and the last one go to their end.
  const virtualMs = runs.slice(1, -1).map(({ now }) => now);
  return { outcome, explanation: explain(outcome, simulation), minimised, virtualMs };
}

/** Three clients add, each several times, on a network that loses messages; a repeated request locks for ever. */
async function addAll(sim: Simulation): Promise<void> {
  startServers(sim, ["server"]);
  await addAllTo(sim);
}

async function addAllTo(sim: Simulation): Promise<void> {
  await sim.inParallel(3, async (i) => {
    const name = `client-${String(i)}`;
    const client = startClient(sim, name, "server");
    for (let n = 1; n <= 5; n++) {
      if (sim.leavesOut(name)) await sim.sleep(1);
      else await client.add(n);
    }
  });
}

describe("a run that does not come to its end", () => {
  it("tells first of a handler that threw: others may wait for what it did not do", async () => {
    const { explanation } = await stuck({ reliable: false }, async (sim) => {
      startServers(sim, ["server"]);
      const broken = startClient(sim, "broken", "server").add(-1);
      await broken.catch(() => undefined);
      await addAllTo(sim);
    });
    expect("details" in explanation && explanation.details[0]).to.match(
      /^a handler threw TypeError: Cannot read properties of undefined \(reading 'push'\) \(stuck\.ts:\d+:\d+\)$/,
    );
    expect("details" in explanation && explanation.details.length).to.be.above(1);
  });

  it("names the handler that never answers, since when, and the line where it waits", async () => {
    const { outcome, explanation } = await stuck({ reliable: false }, addAll);
    expect(outcome.kind).to.equal("no-progress");
    const line = explanation.details.find((text) => text.startsWith("server has not answered"));
    expect(line).to.match(
      /^server has not answered add\(\{"client":"client-\d","n":\d\}\) of client-\d, since [\d.]+ ms; it first waited at stuck\.ts:4\d:\d+; nor \d+ later ones; server has no timer and no call under way$/,
    );
    expect(explanation.file).to.equal("stuck.ts");
    expect(explanation.line).to.be.within(43, 49);
  });

  it("names the line at which a promise is made, whatever the handler does after that", async () => {
    const { explanation } = await stuck({}, async (sim) => {
      startServers(sim, ["server"]);
      await startClient(sim, "client", "server").park();
    });
    const made = source.slice(0, source.indexOf("this.#parked.push(resolve)")).split("\n").length - 1;
    const line = explanation.details.find((text) => text.startsWith("server has not answered"));
    expect(line).to.contain(`it first waited at stuck.ts:${String(made)}:`);
    expect(explanation.line).to.equal(made);
  });

  it("says so of requests that are answered with an error, and sent again", async () => {
    const { explanation } = await stuck({}, async (sim) => {
      startServers(sim, ["server"]);
      await startClient(sim, "client", "server").addInAnyCase(-1);
    });
    expect(explanation.details.join("\n")).to.match(
      /client is still in addInAnyCase\(-1\), .*; it has sent \d+ requests since then, (all|\d+) of them answered with an error/,
    );
  });

  it("is minimised to the one fault and the few calls that get there, in short runs", async () => {
    const { minimised, virtualMs } = await stuck({ reliable: false }, addAll);
    const { counterexample, explanation } = minimised as MinimisedFailure;
    expect(counterexample.search).to.equal("minimal");
    expect(counterexample.cause[0]).to.match(
      /^fails with one fault: the reply to add\(\d\) from server to client-\d was lost, and client-\d sent it again$/,
    );
    expect(counterexample.cause[1]).to.match(/^2 operations suffice: /);
    expect(explanation.kind).to.equal("no-progress");
    expect(Math.max(...virtualMs)).to.be.lessThan(VIRTUAL_MS / 2);
  });

  it("shows the events around the moment, not the last ones", async () => {
    const { minimised } = await stuck({ reliable: false }, addAll);
    const events = minimised?.explanation.lastEvents ?? [];
    expect(events).to.have.length(14);
    expect(events.join("\n")).to.contain("LOST: reply to add");
    expect(Number(/^[\d.]+/.exec(events.at(-1) ?? "")?.[0])).to.be.lessThan(30_000);
  });

  it("says of a ring of servers in one line who waits for whom", async () => {
    const { explanation } = await stuck({}, async (sim) => {
      const names = ["a", "b", "c"];
      startServers(sim, names);
      await Promise.all(names.map((name) => startClient(sim, `client of ${name}`, name).pass()));
    });
    expect(explanation.details[0]).to.match(/^(a → b → c → a|b → c → a → b|c → a → b → c): each waits/);
    expect(explanation.details[1]).to.match(/^. has not answered pass/);
    // What closes the ring, and not the client's request that was there before.
    for (const [from, to] of ["ab", "bc", "ca"])
      expect(explanation.details.find((line) => line.startsWith(`${to ?? ""} has not answered`))).to.match(
        new RegExp(
          `^. has not answered pass\\(.*\\) of ${from ?? ""}, since .*; it first waited at stuck\\.ts:`,
        ),
      );
  });

  it("names an operation that waits for nothing", async () => {
    const { outcome, explanation } = await stuck({}, async (sim) => {
      startServers(sim, ["server"]);
      const client = startClient(sim, "client", "server");
      await client.add(1);
      await client.giveUp();
    });
    expect(outcome.kind).to.equal("deadlock");
    expect(explanation.details[0]).to.match(
      /^client is still in giveUp\(\), since .*; client has no timer and no call/,
    );
    expect(explanation.details[1]).to.match(/^the last call that finished was client's, at [\d.]+ ms$/);
  });

  it("says so of an operation that asks nobody", async () => {
    const { explanation } = await stuck({}, async (sim) => {
      startServers(sim, ["server"]);
      await startClient(sim, "client", "server").wait();
    });
    expect(explanation.details[0]).to.match(
      /^client is still in wait\(\), since 0\.0 ms.*; it has sent no request since then/,
    );
  });

  it("is explained the same way where the test itself says so", async () => {
    const { outcome, minimised } = await stuck({ reliable: false }, async (sim) => {
      await expectInTime(sim, "one of the adds", 60_000, addAll(sim));
    });
    expect(outcome.kind).to.equal("failed");
    const { explanation, counterexample } = minimised as MinimisedFailure;
    expect(explanation.message).to.equal("one of the adds did not return within 60 s of virtual time");
    expect(explanation.details.join("\n")).to.contain("server has not answered add");
    expect(counterexample.cause.slice(0, 2).join("\n")).to.match(
      /^fails with one fault: the reply.*\n2 operations suffice/,
    );
  });

  it("is minimised in full where a smaller run is only slow", async () => {
    const { minimised } = await stuck({ reliable: false }, async (sim) => {
      startServers(sim, ["server"]);
      const client = startClient(sim, "client", "server");
      for (let n = 1; n <= 5; n++) await startClient(sim, `client-${String(n)}`, "server").add(n);
      const forever = client.giveUp();
      if ((sim.faults?.seen.length ?? 0) > 0) await forever;
      // Longer than any pause before, so that it looks as if nothing would come any more.
      await sim.sleep(60_000);
    });
    expect(minimised?.explanation.kind).to.equal("deadlock");
    expect(minimised?.counterexample.plan.faults).to.have.length(1);
  });
});
