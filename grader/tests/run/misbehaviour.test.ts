import { expect } from "chai";
import type { GradeReport } from "../../src/report/GradeReport";
import { runGrade, writtenReport } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("a lab whose tests do all that is bad", function () {
  this.timeout(600_000);
  let report: GradeReport;

  before(async () => {
    await runGrade("behave");
    report = writtenReport("behave");
  });

  function failure(name: string): { kind?: string; message?: string; seed?: number } {
    const test = report.tests.find((one) => one.name === name);
    expect(test, name).to.include({ status: "failed", score: 0 });
    return test?.failure ?? {};
  }

  for (const name of ["TestGood", "TestPlain", "TestPrint", "TestLast"]) {
    it(`leaves ${name} its points`, () => {
      const test = report.tests.find((one) => one.name === name);
      expect(test).to.include({ status: "passed", score: test?.maxScore });
    });
  }

  const endings: [string, string, RegExp][] = [
    [
      "TestLoop",
      "stuck",
      /TestLoop had to be stopped in seed 1: an endless loop, .*: it gave no sign of life for 3 s of processor time/,
    ],
    ["TestPromises", "stuck", /no sign of life/],
    ["TestSlow", "stuck", /not done after 8 s of processor time/],
    ["TestExit", "crashed", /exit code 0/],
    ["TestAbort", "crashed", /SIGABRT|crashed/],
    ["TestHeap", "out-of-memory", /memory/],
    ["TestBuffers", "out-of-memory", /more than 200 MB/],
    ["TestForge", "failed", /nobody to believe/],
    ["TestSkipped", "failed", /skipped/],
  ];
  for (const [name, kind, message] of endings) {
    it(`reports ${name} as ${kind}`, () => {
      expect(failure(name).kind).to.equal(kind);
      expect(failure(name).message).to.match(message);
    });
  }

  it("scores a test that is in no file with 0, as not run", () => {
    expect(report.tests.find(({ name }) => name === "TestAbsent")).to.deep.include({
      status: "not-run",
      score: 0,
      seeds: { run: 0, failed: 0 },
    });
  });
});

describe("student code that hangs where the simulation cannot count", function () {
  this.timeout(600_000);

  const client = `interface Lines {
  that: string;
}
export class Clerk {
  add(a: number, b: number): number {
    const slow = /^(a+)+$/;
    if (a === 2 && slow.test("a".repeat(60) + "b")) return 1;
    return a + b;
  }
}
`;

  it("is ended, with file and line, and the next test goes on", async () => {
    const folder = temporaryFolder({ "client.ts": client });
    await runGrade("behave", "--submission", folder, "--test", "TestGood,TestPlain");
    const [good, plain] = writtenReport("behave").tests;
    expect(good?.failure).to.include({ kind: "stuck", file: "client.ts", line: 7, seed: 1 });
    expect(plain?.status).to.equal("passed");
  });

  it("is told by its host and its method, with the method's line, where it runs elsewhere", async () => {
    const folder = temporaryFolder({ "client.ts": client });
    await runGrade("behave", "--submission", folder, "--test", "TestGood", "--isolation", "process");
    const [good] = writtenReport("behave").tests;
    expect(good?.failure).to.include({ kind: "stuck", file: "client.ts", line: 5, seed: 1 });
    expect(good?.failure?.message).to.match(/of processor time, in \S+'s add$/);
  });
});
