import { expect } from "chai";
import type { Simulation } from "../../../src/simulation";
import { loseRepliesUntilExecuted } from "../../../src/testing";
import { run } from "../../support/run";

interface Store {
  hello(args: null): null;
  login(args: null): null;
  write(args: null): null;
}

/** A server that counts its calls, and a client that sends each request until it is answered. */
function startStore(sim: Simulation): { writes: () => number; ask: (method: keyof Store) => Promise<void> } {
  let writes = 0;
  sim.network.addServer("server", {
    hello: () => null,
    login: () => null,
    write: () => {
      writes += 1;
      return null;
    },
  });
  const end = sim.host("client").end<Store>("server");
  const ask = async (method: keyof Store): Promise<void> => {
    for (;;) {
      try {
        await end.call(method, null);
        return;
      } catch {
        // Lost: once more.
      }
    }
  };
  return { writes: () => writes, ask };
}

const PROTOCOLS: Record<string, readonly (keyof Store)[]> = {
  "one request": ["write"],
  "a greeting first": ["hello", "write"],
  "two requests first": ["hello", "login", "write"],
};

describe("loseRepliesUntilExecuted", () => {
  for (const [name, methods] of Object.entries(PROTOCOLS)) {
    it(`loses the reply to what was executed: ${name}`, () =>
      run({}, async (sim) => {
        const { writes, ask } = startStore(sim);
        const isExecuted = (): Promise<boolean> => Promise.resolve(writes() > 0);
        const losing = loseRepliesUntilExecuted(sim, { to: "client", isExecuted, times: 2 });
        let returned = false;
        const writing = (async () => {
          for (const method of methods) await ask(method);
          returned = true;
        })();
        expect(await losing).to.equal(true);
        expect(returned).to.equal(false);
        await writing;
        expect(writes()).to.equal(3);
      }));
  }

  it("says so when there was nothing to lose", () =>
    run({}, async (sim) => {
      const { ask } = startStore(sim);
      const isExecuted = (): Promise<boolean> => Promise.resolve(false);
      const losing = loseRepliesUntilExecuted(sim, { to: "client", isExecuted });
      await ask("hello");
      expect(await losing).to.equal(false);
      await ask("hello");
      expect(sim.network.calls({}).repliesLost).to.equal(1);
    }));
});
