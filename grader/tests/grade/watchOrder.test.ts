import { expect } from "chai";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { watchOrder } from "../../src/grade/watchOrder";
import type { TestRun } from "../../src/protocol/TestRun";

function test(name: string, description = ""): ManifestTest {
  return { name, part: 1, points: 1, description, hint: "" };
}

function failed(name: string, place: object): TestRun {
  const explanation = {
    kind: "failed",
    message: "wrong",
    details: [],
    lastEvents: [],
    console: [],
    ...place,
  };
  const first = { seed: 3, explanation } as unknown as NonNullable<TestRun["first"]>;
  return { test: name, run: 4, failed: 1, first, ending: { kind: "failed", message: "" }, elapsedMs: 1 };
}

const passed = (name: string): TestRun => ({
  test: name,
  run: 4,
  failed: 0,
  ending: { kind: "passed" },
  elapsedMs: 1,
});

const names = (tests: readonly ManifestTest[]): string[] => tests.map(({ name }) => name);

describe("the order of tests after a change", () => {
  const tests = [
    test("TestPut"),
    test("TestGet"),
    test("TestLockTransfer"),
    test("TestMany", "many locks at once"),
  ];

  it("begins with what failed, and there with the place of the failure", () => {
    const last = [
      failed("TestPut", { file: "client.ts", line: 3, column: 1 }),
      failed("TestGet", { details: ["server-0 waits in get at server.ts:12:5"] }),
      passed("TestLockTransfer"),
    ];
    const { failing, passing } = watchOrder(tests, last, ["server.ts"]);
    expect(names(failing)).to.deep.equal(["TestGet", "TestPut"]);
    expect(names(passing)).to.deep.equal(["TestLockTransfer", "TestMany"]);
  });

  it("goes on with tests that speak of a changed file", () => {
    const { failing, passing } = watchOrder(tests, [failed("TestPut", {})], ["lock.ts"]);
    expect(names(failing)).to.deep.equal(["TestPut"]);
    expect(names(passing)).to.deep.equal(["TestLockTransfer", "TestMany", "TestGet"]);
  });

  it("is the manifest's before anything has run", () => {
    expect(watchOrder(tests, [], [])).to.deep.equal({ failing: [], passing: tests });
  });
});
