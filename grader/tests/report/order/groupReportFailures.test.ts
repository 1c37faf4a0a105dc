import { expect } from "chai";
import { parseLabManifest } from "toolkit/labs/readLab";
import type { TestRun } from "../../../src/protocol/TestRun";
import type { TestReport } from "../../../src/report/GradeReport";
import { groupReportFailures } from "../../../src/report/order/groupReportFailures";
import type { TestFailure } from "../../../src/report/testFailure";

type Changes = Partial<Extract<TestFailure, { kind: "failed" }>>;

function failure(message: string, changes: Changes = {}): TestFailure {
  return {
    kind: "failed",
    message,
    seed: 1,
    replay: "",
    details: [],
    lastEvents: [],
    console: [],
    ...changes,
  };
}

function test(name: string, part: number, failed?: TestFailure, optional = false): TestReport {
  return {
    name,
    part,
    ...(optional ? { optional } : {}),
    description: "",
    status: failed === undefined ? "passed" : "failed",
    score: 0,
    maxScore: 1,
    seeds: { run: 1, failed: failed === undefined ? 0 : 1 },
    elapsedMs: 1,
    ...(failed === undefined ? {} : { failure: failed }),
  };
}

function groups(
  tests: readonly TestReport[],
  { first = [], runs = [] }: { first?: readonly string[]; runs?: readonly TestRun[] } = {},
): string[][] {
  const manifest = parseLabManifest(
    JSON.stringify({
      lab: "sum",
      title: "Adding up",
      student: ["client.ts"],
      given: [],
      seeds: 1,
      parts: [1, 2, 3].map((part) => ({ part, title: "A part" })),
      tests: tests.map(({ name, part }) => ({
        name,
        part,
        points: 1,
        description: "it",
        hint: "x",
        ...(first.includes(name) ? { first: true } : {}),
      })),
    }),
    "lab.json",
  );
  return groupReportFailures(tests, { manifest, runs });
}

function runAfter(name: string, kind: "lost-reply" | "lost-request", count: number): TestRun {
  const faults = Array.from({ length: count }, (_, i) => ({ kind, message: `a/${String(i)}>b/1` }));
  return {
    test: name,
    run: 1,
    failed: 1,
    ending: { kind: "failed", message: "" },
    elapsedMs: 1,
    first: {
      seed: 1,
      explanation: { kind: "failed", message: "", details: [], lastEvents: [], console: [] },
      counterexample: { cause: [], search: "minimal", runs: 1, plan: { faults, leftOut: [] } },
    },
  };
}

describe("groupReportFailures", () => {
  const at = (file: string, line: number): Changes => ({ file, line, column: 1 });

  it("puts a test that had to be stopped behind those that say more, unless a line is known", () => {
    const stopped = {
      kind: "stuck",
      message: "had to be stopped",
      seed: 1,
      replay: "",
      details: [],
      lastEvents: [],
      console: [],
    } as const;
    const wrong = failure("TestTwo: wrong", { expected: "1", got: "2" });
    expect(groups([test("TestOne", 1, stopped), test("TestTwo", 1, wrong)])).to.deep.equal([
      ["TestTwo"],
      ["TestOne"],
    ]);
    const placed = { ...stopped, file: "a.ts", line: 3, column: 1 };
    expect(groups([test("TestTwo", 1, wrong), test("TestOne", 1, placed)])).to.deep.equal([
      ["TestOne"],
      ["TestTwo"],
    ]);
  });

  it("begins with simple parts, whatever failed in them, and leaves out what passed", () => {
    const tests = [
      test("TestA", 1),
      test("TestB", 3, failure("threw", at("client.ts", 3))),
      test("TestC", 2, failure("the sum is wrong")),
    ];
    expect(groups(tests)).to.deep.equal([["TestC"], ["TestB"]]);
  });

  it("begins in a part with an error at a line, then wrong answers, then calls that never return", () => {
    const tests = [
      test("TestA", 1, failure("get did not return within 60 s of virtual time", at("client.ts", 9))),
      test("TestB", 1, failure("the sum is wrong")),
      test("TestC", 1, failure("clerk-0's get threw TypeError", at("client.ts", 3))),
    ];
    expect(groups(tests)).to.deep.equal([["TestC"], ["TestB"], ["TestA"]]);
  });

  it("puts what costs too much behind wrong answers of the same part", () => {
    const tests = [
      test("TestA", 1, failure("the server keeps too much in memory: one value")),
      test("TestB", 1, failure("an append is wrong")),
      test("TestC", 2, failure("a put is wrong")),
    ];
    const runs = [runAfter("TestB", "lost-reply", 1)];
    expect(groups(tests, { runs })).to.deep.equal([["TestB"], ["TestA"], ["TestC"]]);
  });

  it("begins in a part with the wrong answer that takes the fewest faults", () => {
    const tests = [
      test("TestA", 1, failure("a get is wrong")),
      test("TestB", 1, failure("a put is wrong")),
      test("TestC", 1, failure("an append is wrong")),
    ];
    const runs = [runAfter("TestA", "lost-reply", 2), runAfter("TestB", "lost-request", 1)];
    expect(groups(tests, { runs })).to.deep.equal([["TestC"], ["TestB"], ["TestA"]]);
  });

  it("puts a run for which no smaller one was found behind small ones of the same sort", () => {
    const endless = (name: string): TestReport =>
      test(name, 1, failure("get did not return within 60 s of virtual time", at("a.ts", 1)));
    const whole = runAfter("TestA", "lost-reply", 0);
    const { seed = 1, explanation } = whole.first ?? {};
    const runs = [{ ...whole, first: { seed, explanation } } as TestRun, runAfter("TestB", "lost-reply", 2)];
    expect(groups([endless("TestA"), endless("TestB")], { runs })).to.deep.equal([["TestB", "TestA"]]);
  });

  it("puts stubs and optional parts last", () => {
    const tests = [
      test("TestA", 1, failure("NotImplemented: get")),
      test("TestB", 2, failure("wrong"), true),
      test("TestC", 3, failure("false")),
    ];
    expect(groups(tests)).to.deep.equal([["TestC"], ["TestB"], ["TestA"]]);
  });

  it("begins with a test on which others rest, if it is the mistake itself", () => {
    const others = [test("TestA", 1, failure("SET was answered wrongly", { expected: "2", got: "3" }))];
    const wrong = test("TestB", 2, failure("the server of a key is wrong", { expected: "2", got: "3" }));
    expect(groups([...others, wrong], { first: ["TestB"] })).to.deep.equal([["TestB"], ["TestA"]]);
    expect(groups([...others, wrong])).to.deep.equal([["TestA"], ["TestB"]]);
    const thrown = test("TestB", 2, failure("threw", at("client.ts", 3)));
    expect(groups([...others, thrown], { first: ["TestB"] })).to.deep.equal([["TestA"], ["TestB"]]);
  });

  it("puts together what fails at one line, in the same words, or after the same faults", () => {
    const tests = [
      test("TestA", 1, failure('clerk-0\'s get("k") threw TypeError: x', at("client.ts", 3))),
      test("TestB", 1, failure("the sum of 3 is wrong")),
      test("TestC", 2, failure("reader's put threw", at("client.ts", 3))),
      test("TestD", 2, failure("the sum of 12 is wrong")),
      test("TestE", 2, failure("not linearizable: no order explains a")),
      test("TestF", 3, failure("what append resolves to is wrong")),
      test("TestG", 3, failure("a reply is missing")),
    ];
    const runs = [
      runAfter("TestE", "lost-reply", 1),
      runAfter("TestF", "lost-reply", 2),
      runAfter("TestG", "lost-request", 1),
    ];
    expect(groups(tests, { runs })).to.deep.equal([
      ["TestA", "TestC"],
      ["TestB", "TestD"],
      ["TestE", "TestF"],
      ["TestG"],
    ]);
  });

  it("begin with a script before a generated world, which has no more to say than what is wrong", () => {
    const cause = ["fails with one fault", "the world: 1 server"];
    const world = test("TestWorlds", 1, failure("b is wrong", { expected: "1", got: "2", cause }));
    const script = test("TestScript", 1, failure("a is wrong", { expected: "3", got: "4" }));
    const runs = [runAfter("TestWorlds", "lost-reply", 1), runAfter("TestScript", "lost-request", 3)];
    expect(groups([world, script], { runs }).flat()).to.deep.equal(["TestScript", "TestWorlds"]);
  });
});
