import { expect } from "chai";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { LastGrading } from "../../src/last/LastGrading";
import { sinceLastGrading } from "../../src/last/sinceLastGrading";
import type { TestReport } from "../../src/report/GradeReport";

function test(name: string, status: TestReport["status"], more: Partial<TestReport> = {}): TestReport {
  return {
    name,
    part: 1,
    description: "it",
    status,
    score: status === "passed" ? 4 : 0,
    maxScore: 4,
    seeds: { run: 1, failed: status === "failed" ? 1 : 0 },
    elapsedMs: 1,
    ...more,
  };
}

describe("LastGrading", () => {
  const own = { flags: "", code: "one" };

  it("keeps each test's last report, also of tests that were not graded since", () => {
    const folder = temporaryFolder({});
    new LastGrading(folder).keep({ tests: [test("TestA", "failed"), test("TestB", "passed")] }, own);
    new LastGrading(folder).keep({ tests: [test("TestA", "passed")] }, { ...own, code: "two" });
    const last = new LastGrading(folder);
    expect(last.reports("").map(({ name, status }) => [name, status])).to.deep.equal([
      ["TestB", "passed"],
      ["TestA", "passed"],
    ]);
    expect(last.reportOf("TestA", { ...own, code: "two" })?.status).to.equal("passed");
    expect(last.reportOf("TestB", own)?.status).to.equal("passed");
    expect(last.reportOf("TestB", { ...own, code: "two" })).to.equal(undefined);
  });

  it("keeps what was judged when a later try could not judge it", () => {
    const folder = temporaryFolder({});
    new LastGrading(folder).keep({ tests: [test("TestA", "passed")] }, own);
    new LastGrading(folder).keep({ tests: [test("TestA", "not-run")] }, own);
    expect(new LastGrading(folder).reports("").map(({ status }) => status)).to.deep.equal(["passed"]);
  });

  it("keeps submissions apart, and takes a report for the newest only: its pictures are there", () => {
    const folder = temporaryFolder({});
    const last = new LastGrading(folder);
    last.keep({ tests: [test("TestA", "failed")] }, own);
    last.keep({ tests: [test("TestA", "passed")] }, { flags: " --solution", code: "three" });
    expect(last.reports("").map(({ status }) => status)).to.deep.equal(["failed"]);
    expect(last.reportOf("TestA", own)).to.equal(undefined);
    expect(last.reportOf("TestA", { flags: " --solution", code: "three" })?.status).to.equal("passed");
  });

  it("takes a file that it cannot use for none", () => {
    for (const text of ["", "[", '{ "schema": "last-gradings/v9" }']) {
      const folder = temporaryFolder({});
      writeFileSync(join(folder, "last-gradings.json"), text);
      expect(new LastGrading(folder).reports("")).to.deep.equal([]);
    }
  });
});

describe("sinceLastGrading", () => {
  it("tells points and tests won and lost", () => {
    const now = { tests: [test("TestA", "passed"), test("TestB", "failed"), test("TestC", "passed")] };
    const before = [test("TestA", "failed"), test("TestB", "failed"), test("TestC", "failed")];
    expect(sinceLastGrading(now, before)).to.equal("Since last time: 8 points more; won TestA, TestC");
    expect(sinceLastGrading({ tests: before }, now.tests)).to.equal(
      "Since last time: 8 points fewer; lost TestA, TestC",
    );
    const swapped = [test("TestA", "failed"), test("TestB", "passed")];
    expect(sinceLastGrading(now, swapped)).to.equal("Since last time: as many points; won TestA; lost TestB");
  });

  it("says so when nothing has changed, and nothing of tests that were never graded or not judged", () => {
    const tests = [test("TestA", "failed")];
    expect(sinceLastGrading({ tests }, tests)).to.equal("Since last time: no test won or lost");
    expect(sinceLastGrading({ tests }, [])).to.equal(undefined);
    expect(sinceLastGrading({ tests: [test("TestA", "not-run")] }, tests)).to.equal(undefined);
  });

  it("does not name hidden tests, nor more than a few", () => {
    const many = (status: "passed" | "failed", more = {}): TestReport[] =>
      Array.from({ length: 7 }, (_, i) => test(`Test${String(i)}`, status, more));
    expect(sinceLastGrading({ tests: many("passed") }, many("failed"))).to.equal(
      "Since last time: 28 points more; won Test0, Test1, Test2, Test3, Test4, 2 more",
    );
    expect(
      sinceLastGrading({ tests: many("passed", { hidden: true }) }, many("failed", { hidden: true })),
    ).to.equal("Since last time: 28 points more; won 7 more");
  });
});
