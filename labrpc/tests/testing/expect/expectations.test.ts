import { expect } from "chai";
import { Violation, type Simulation } from "../../../src/simulation";
import {
  expectInTime,
  expectLittleKept,
  expectValue,
  Narrator,
  onMessages,
  showJson,
  showValue,
} from "../../../src/testing";
import { run, startClient, startServer } from "../../support/run";

async function violation(call: Promise<unknown>): Promise<Violation> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
  throw new Error("expected a Violation, got none");
}

describe("expectInTime", () => {
  it("passes results and errors on", () =>
    run({}, async (sim) => {
      expect(await expectInTime(sim, "a", 10, Promise.resolve(3))).to.equal(3);
      const error: unknown = await expectInTime(sim, "b", 10, Promise.reject(new Error("no"))).catch(
        (e: unknown) => e,
      );
      expect(error).to.be.an("error").with.property("message", "no");
    }));

  it("fails when nothing comes in time, in virtual time", () =>
    run({}, async (sim) => {
      const { message } = await violation(
        expectInTime(sim, "the answer", 2_500, new Promise(() => undefined)),
      );
      expect(message).to.equal("the answer did not return within 2.5 s of virtual time");
      expect(sim.now).to.equal(2_500);
    }));
});

describe("expectValue", () => {
  it("compares, and shows both", () => {
    expectValue("x", 1, 1);
    expect(() => {
      expectValue("the sum", 1, 2);
    })
      .to.throw(Violation, "the sum is wrong")
      .that.includes({ expected: "2", got: "1" });
  });

  it("cuts long texts", () => {
    expect(showValue("a\nb")).to.equal('"a\\nb"');
    expect(showJson({ ttl: 2, value: "a" })).to.equal('{"ttl":2,"value":"a"}');
    expect(showJson(undefined)).to.equal("undefined");
    expect(showJson(["v".repeat(1_000)])).to.match(/^\["v{298}… \(1004 characters\)$/);
    expect(showValue("v".repeat(1_000)))
      .to.have.length.lessThan(400)
      .and.to.contain("(1000 characters)");
  });
});

describe("onMessages", () => {
  it("acts on the first ones that match, and counts them", () =>
    run({ network: { timeoutMs: 10 } }, async (sim) => {
      startServer(sim);
      const client = startClient(sim);
      const { script, seen } = onMessages(2, ({ kind }) => kind === "request", "lose");
      sim.network.script(script);
      for (let i = 0; i < 3; i++) await client.echo(i).catch(() => undefined);
      expect(seen()).to.equal(2);
      expect(sim.network.calls().requestsLost).to.equal(2);
    }));
});

describe("expectLittleKept", () => {
  const load = (sim: Simulation, bytes: number, mostBytes: number): Promise<void> =>
    expectLittleKept(sim, {
      what: "one value",
      mostBytes,
      apply: async (name) => {
        const host = sim.host(name);
        await host.construct<{ keep(bytes: number): void }>("./hoard", "Hoard").keep(bytes);
        return host;
      },
    });

  it("passes what keeps little", () => run({}, (sim) => load(sim, 1_000, 4_000_000)));

  it("fails what keeps too much", () =>
    run({}, async (sim) => {
      const { message, expected, got } = await violation(load(sim, 20_000_000, 4_000_000));
      expect({ message, expected, got }).to.deep.equal({
        message: "the server keeps too much in memory: one value",
        expected: "at most 4000 kB",
        got: "more than that",
      });
    }));
});

describe("what the heap does not show", () => {
  type Way = "keepInSymbols" | "keepInBytes";
  for (const way of ["keepInSymbols", "keepInBytes"] as const)
    it(`counts as kept: ${way}`, () =>
      run({}, async (sim) => {
        const kept = expectLittleKept(sim, {
          what: "one value",
          mostBytes: 4_000_000,
          apply: async (name) => {
            const host = sim.host(name);
            await host
              .construct<Record<Way, (bytes: number) => void>>("./hoard", "HiddenHoard")
              [way](20_000_000);
            return host;
          },
        });
        expect((await violation(kept)).message).to.match(/^the server keeps too much in memory/);
      }));

  it("leaves symbols as the language has them", () =>
    run({}, async (sim) => {
      const hoard = sim.host("h").construct<{ oddSymbols(): string[] }>("./hoard", "HiddenHoard");
      expect(await hoard.oddSymbols()).to.deep.equal([]);
    }));
});

describe("a Violation", () => {
  it("says that a value is missing, and nothing of a value that nobody gave", () => {
    expect(new Violation("a sum is missing", { expected: "a number", got: undefined }).got).to.equal(
      "undefined",
    );
    expect(new Violation("a sum is missing", { expected: "a number" }).got).to.equal(undefined);
  });
});

describe("a Narrator", () => {
  it("numbers steps and shows messages since the last look", () =>
    run({ record: true }, async (sim) => {
      const lines: string[] = [];
      startServer(sim);
      const client = startClient(sim);
      const narrator = new Narrator(sim, (line) => lines.push(line));
      narrator.step("add");
      narrator.result(`→ ${String(await client.add(2))}`);
      narrator.messages();
      narrator.messages();
      narrator.step("again");
      await client.add(1);
      narrator.messages("nobody");
      expect(lines.map((line) => line.replace(/\d+\.\d ms/, "T"))).to.deep.equal([
        "1. add",
        "   → 2",
        '   T  client → server  sends add({"by":2})',
        '   T  server → client  replies add: {"sum":2}',
        "2. again",
      ]);
    }));
});
