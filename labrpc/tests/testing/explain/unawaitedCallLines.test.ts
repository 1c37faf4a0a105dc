import { expect } from "chai";
import { Simulation, type Remote } from "../../../src/simulation";
import type { Explanation } from "../../../src/records";
import { explain } from "../../../src/testing/explain/explain";
import type { HastyClient, HastyServer } from "../../fixtures/hasty";
import { code } from "../../support/run";

async function explained(
  scenario: (sim: Simulation, client: Remote<HastyClient>) => Promise<void>,
  wrong = "a value is wrong",
): Promise<Explanation> {
  const simulation = new Simulation({ seed: 1, code, record: true });
  const { outcome } = await simulation.run(async (sim) => {
    const [first, second] = [sim.host("server"), sim.host("next")];
    second.serve(second.construct<HastyServer>("./hasty", "HastyServer"));
    first.serve(first.construct<HastyServer>("./hasty", "HastyServer", first.end("next")));
    await scenario(sim, clientOn(sim, "client"));
    sim.fail(wrong);
  });
  if (outcome.kind === "passed") throw new Error("expected a run that fails");
  return explain(outcome, simulation);
}

function clientOn(sim: Simulation, name: string): Remote<HastyClient> {
  const host = sim.host(name);
  return host.construct<HastyClient>("./hasty", "HastyClient", host.end("server"));
}

describe("a call that nobody waited for", () => {
  it("is named with its line, and with the time of its reply where that came", async () => {
    const { details } = await explained(async (sim, client) => {
      await client.set(1);
      await sim.sleep(100);
    });
    expect(details).to.have.length(1);
    expect(details[0]).to.match(
      /^client's set\(1\) finished at 0\.0 ms, before the reply to the set that it sent at hasty\.ts:57:23 came at [\d.]+ ms: is an `await` missing\?$/,
    );
  });

  it("is named when the run ended before its reply came, once for many such calls", async () => {
    const { details } = await explained(async (_sim, client) => {
      for (let n = 0; n < 5; n++) await client.set(n);
    });
    expect(details).to.have.length(1);
    expect(details[0]).to.contain("had come: is an `await` missing?");
  });

  it("is named when a handler answered without waiting for it", async () => {
    const { details } = await explained(async (_sim, client) => {
      await client.copy(1);
    });
    expect(details).to.have.length(1);
    expect(details[0]).to.match(
      /^server answered copy of client at [\d.]+ ms, before the reply to the set that it sent at hasty\.ts:30:\d+ (had come|came at [\d.]+ ms): is an `await` missing\?$/,
    );
  });

  it("is not suspected where a method or a handler waited for something", async () => {
    const { details } = await explained(async (sim, client) => {
      await client.setAndWait(1);
      await client.setTwice(2);
      await client.add(3);
      await client.get();
      await sim.sleep(100);
    });
    expect(details).to.deep.equal([]);
  });

  it("is not suspected of a handler that waited in vain", async () => {
    const { details } = await explained(async (sim, client) => {
      sim.network.disconnect("next");
      await client.tryToCopy(1);
    });
    expect(details).to.deep.equal([]);
  });

  it("is not suspected of a client with several methods under way", async () => {
    const { details } = await explained(async (_sim, client) => {
      await Promise.all([client.set(1), client.set(2), client.setAndWait(3)]);
    });
    expect(details).to.deep.equal([]);
  });

  it("has a line when it gets no reply and nobody catches that", async () => {
    const explanation = await explained(async (sim, client) => {
      sim.network.block("client", "server");
      await client.setAndForget(1);
    });
    expect(explanation.kind).to.equal("host-error");
    expect(explanation.message).to.contain("client failed with TimeoutError: no reply from server to set");
    expect(explanation).to.include({ file: "hasty.ts", line: 88, column: 23 });
  });
});
