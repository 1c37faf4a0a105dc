import { expect } from "chai";
import { kvModel, type KVInput } from "checker";
import { labCodeAt, linearizable, RecordedCalls } from "harness";
import { CodeBase, Simulation, Violation } from "labrpc/simulation";
import type { Scenario } from "labrpc/testing";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("labCodeAt", () => {
  it("finds the lab of a folder, and what its lab.json says that it gives", () => {
    const lab = temporaryFolder({
      "lab.json": JSON.stringify({
        lab: "l",
        given: ["types.ts", "given/Node.ts"],
        fixed: ["given/Node.ts"],
      }),
      "tests/support/harness.ts": "",
    });
    const code = { folder: lab, given: ["types.ts", "given/Node.ts"], fixed: ["given/Node.ts"] };
    for (const folder of [lab, join(lab, "tests/support")]) expect(labCodeAt(folder)).to.deep.equal(code);
  });

  it("takes no given file for fixed, and wants a lab", () => {
    const lab = temporaryFolder({ "lab.json": JSON.stringify({ given: ["types.ts"] }) });
    expect(labCodeAt(lab).fixed).to.deep.equal([]);
    expect(() => labCodeAt(temporaryFolder())).to.throw("expected a folder of a lab");
  });
});

describe("RecordedCalls", () => {
  const get = (key: string): KVInput => ({ op: "get", key });
  const outputOf = (value: string): string | undefined => (value === "?" ? undefined : value);

  async function run(scenario: Scenario, leftOut: string[] = []): Promise<void> {
    const code = new CodeBase({ folder: temporaryFolder() });
    const { outcome } = await new Simulation({ seed: 1, code, plan: { faults: [], leftOut } }).run(scenario);
    expect(outcome.kind).to.equal("passed");
  }

  it("writes down what was called and answered, until it forgets", () =>
    run(async (sim) => {
      const calls = new RecordedCalls<KVInput, string>(sim);
      const call = { call: () => Promise.resolve("v"), outputOf, leftOut: "" };
      expect(await calls.make("c", { input: get("k"), ...call })).to.equal("v");
      await calls.make("c", { ...call, input: get("maybe"), call: () => Promise.resolve("?") });
      const told = calls.history.map(({ client, input, output }) => [client, input.key, output]);
      expect(told).to.deep.equal([
        ["c", "k", "v"],
        ["c", "maybe", undefined],
      ]);
      calls.forget();
      expect(calls.history).to.deep.equal([]);
    }));

  it("neither makes nor writes down a call that is left out, and lets time pass", () =>
    run(
      async (sim) => {
        const calls = new RecordedCalls<KVInput, string>(sim);
        const call = (): Promise<string> => Promise.reject(new Error("was made"));
        const got = await calls.make("c", { input: get("k"), call, outputOf, leftOut: "nothing" });
        expect(got).to.equal("nothing");
        expect(calls.history).to.deep.equal([]);
        expect(sim.now).to.be.greaterThan(0);
      },
      ["c/1"],
    ));
});

describe("linearizable", () => {
  const expectLinearizable = linearizable(kvModel, { about: ({ key }) => key });
  const operation = (output: string) => ({
    client: "c",
    input: { op: "get", key: "k" } as const,
    output,
    called: 0,
    returned: 1,
  });

  it("throws a Violation for a history that no order explains", () => {
    expectLinearizable([operation("")]);
    expect(() => {
      expectLinearizable([operation("what nobody put")]);
    }).to.throw(Violation, "not linearizable");
  });
});
