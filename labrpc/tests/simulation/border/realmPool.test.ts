import { join } from "node:path";
import { expect } from "chai";
import { CodeBase, Simulation, type Remote } from "../../../src/simulation";
import { createRealm } from "../../../src/simulation/border/Realm";
import { kitFilesOnDisk } from "../../../src/simulation/border/kitFilesOnDisk";
import { ownRealms as realms } from "../../../src/simulation/border/realms";
import { RealmPool } from "../../../src/simulation/border/RealmPool";
import { runSeed } from "../../../src/testing/run/runSeed";
import type { Bad } from "../../fixtures/bad";
import type { Inventory } from "../../fixtures/inventory";
import type { Marks } from "../../fixtures/marks";
import { run, startClient, startServer } from "../../support/run";

const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** Code that no other test has realms for. */
function freshCode(): CodeBase {
  return new CodeBase({ folder: join(__dirname, "../../fixtures") });
}

/** How many runs the realm has served that the next run of this code would get. */
function runsOfNext(code: CodeBase): number {
  const realm = realms.take(code);
  const { runs } = realm;
  realms.giveBack(code, realm);
  return runs;
}

function startInventory(sim: Simulation): Remote<Inventory> {
  startServer(sim);
  const host = sim.host("host");
  return host.construct<Inventory>("./inventory", "Inventory", host.end("server"));
}

describe("a realm that serves many runs", () => {
  it("shows a run nothing of what an earlier one did to all that it could reach", async () => {
    const code = freshCode();
    await run({ code }, async (sim) => {
      expect(await startInventory(sim).spoil()).to.be.greaterThan(50);
    });
    expect(runsOfNext(code)).to.equal(1);
    await run({ code }, async (sim) => {
      expect(await startInventory(sim).spoiled()).to.deep.equal([]);
    });
    expect(runsOfNext(code)).to.equal(2);
  });

  it("takes no marks on what is handed to code that imports nothing", async () => {
    const code = freshCode();
    for (let i = 0; i < 3; i++)
      await run({ code }, async (sim) => {
        const host = sim.host("host");
        expect(await host.construct<Marks>("./marks", "Marks", host.end("nobody")).leave()).to.deep.equal([
          0, 0,
        ]);
      });
    expect(runsOfNext(code)).to.equal(3);
  });

  it("gives the digests of fresh ones", async () => {
    const code = freshCode();
    const digests = async (freshRealm: boolean): Promise<string[]> => {
      const found: string[] = [];
      for (let seed = 1; seed <= 20; seed++) {
        const { digest } = await run(
          { code, seed, freshRealm, network: { reliable: false } },
          async (sim) => {
            startServer(sim);
            const client = startClient(sim);
            for (let i = 0; i < 20; i++) await client.add(i).catch(() => 0);
          },
        );
        found.push(digest);
      }
      return found;
    };
    const used = await digests(false);
    expect(runsOfNext(code)).to.equal(20);
    expect(await digests(true)).to.deep.equal(used);
    expect(new Set(used).size).to.equal(20);
    expect(runsOfNext(code)).to.equal(20);
  });

  it("serves one run at a time", async () => {
    const code = freshCode();
    const one = (): Promise<unknown> =>
      run({ code }, async (sim) => {
        startServer(sim);
        await startClient(sim).add(1);
      });
    await Promise.all([one(), one()]);
    expect([realms.take(code).runs, realms.take(code).runs, realms.take(code).runs]).to.deep.equal([1, 1, 0]);
  });

  it("is used again when a method threw that the test called", async () => {
    const code = freshCode();
    const { outcome } = await new Simulation({ seed: 1, code }).run(async (sim) => {
      await startServer(sim).fail();
    });
    expect(outcome.kind).to.equal("failed");
    expect(runsOfNext(code)).to.equal(1);
  });

  it("does not serve the second run of a seed that fails, unless one failed before", async () => {
    for (const [freshSecondRun, runs] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const code = freshCode();
      const { outcome } = await runSeed({
        test: "TestX",
        seed: 1,
        code,
        options: {},
        scenario: async (sim) => {
          await startServer(sim).fail();
        },
        minimise: "none",
        freshSecondRun,
        explained: true,
      });
      expect(outcome.kind).to.equal("failed");
      expect(runsOfNext(code)).to.equal(runs);
    }
  });

  it("is not used again when student code threw where nobody caught it, or ran out of stack", async () => {
    for (const [method, kind] of [
      ["throwsLater", "host-error"],
      ["throws", "failed"],
    ] as const) {
      const code = freshCode();
      const { outcome } = await new Simulation({ seed: 1, code }).run(async (sim) => {
        await sim.host("host").construct<Bad>("./bad", "Bad")[method]();
      });
      expect(outcome.kind).to.equal(kind);
      expect(runsOfNext(code)).to.equal(0);
    }
  });

  it("is replaced after so many runs", () => {
    const [code, pool] = [freshCode(), new RealmPool(kitFilesOnDisk)];
    const realm = createRealm(code, kitFilesOnDisk);
    pool.giveBack(code, { ...realm, runs: 99 });
    expect(pool.take(code).runs).to.equal(99);
    pool.giveBack(code, { ...realm, runs: 2_000 });
    expect(pool.take(code).runs).to.equal(0);
    pool.giveBack(code, { ...realm, isBroken: true });
    expect(pool.take(code).isBroken).to.equal(false);
  });

  it("serves all code of the kit's own choice in one folder, each program with its own files", async () => {
    const folder = join(__dirname, "../../fixtures");
    const program = (text: string): CodeBase => {
      const js = `exports.Speaker = class { say() { return ${JSON.stringify(text)}; } };`;
      const modules = [{ name: "speaker.ts", js, map: NO_MAP, problems: [] }];
      return new CodeBase({ folder, modules, trusted: true });
    };
    const programs = [program("one"), program("two")];
    const said: string[] = [];
    for (const code of [...programs, ...programs])
      await run({ code }, async (sim) => {
        said.push(await sim.host("host").construct<{ say(): string }>("./speaker", "Speaker").say());
      });
    expect(said).to.deep.equal(["one", "two", "one", "two"]);
    for (const code of programs) expect(runsOfNext(code)).to.equal(4);
    expect(runsOfNext(freshCode())).to.equal(0);
  });

  it("answers nothing when no run goes on", async () => {
    const code = freshCode();
    let late: Simulation | undefined;
    await run({ code }, async (sim) => {
      startServer(sim);
      late = sim;
      await sim.sleep(1);
    });
    expect(() => late?.host("another")).to.throw("expected a run that goes on, got one that is over");
  });
});
