import { expect } from "chai";
import type { GradeReport } from "../../src/report/GradeReport";
import { runVerifyCommand } from "../../src/verify/runVerifyCommand";
import { runCommand, runGrade, writtenReport, type Ran } from "../support/runGrade";

const NAMED = /^this run cannot be repeated: the kit has a hole; tell whoever maintains the kit \(seed 1: /;

describe("a run that cannot be repeated", function () {
  this.timeout(120_000);
  let ran: Ran;
  let report: GradeReport;

  before(async () => {
    // One process: a lab that leaks goes its way from run to run of the same one.
    ran = await runGrade("leaks", "--jobs", "1");
    report = writtenReport("leaks");
  });

  function trouble(name: string): string {
    const test = report.tests.find((one) => one.name === name);
    expect(test, name).to.include({ status: "not-run", score: 0 });
    expect(test?.failure).to.equal(undefined);
    return report.troubles?.find((one) => one.test === name)?.message ?? "";
  }

  it("is named, with the event and what it was in two runs", () => {
    for (const name of ["TestRandom", "TestClock"]) {
      expect(trouble(name)).to.match(NAMED);
      expect(trouble(name)).to.match(
        /event (\d+) was once ".*client\s+begins say\([\d.e-]+\)", then ".*client\s+begins say\([\d.e-]+\)"\)$/,
      );
    }
  });

  it("is named where only the ends differ", () => {
    expect(trouble("TestOnce")).to.match(NAMED);
    expect(trouble("TestOnce")).to.match(
      /"the run (ended: wrong once|passed)", then "the run (ended: wrong once|passed)"/,
    );
  });

  it("is named where the search for the cause goes another way", () => {
    expect(trouble("TestLate")).to.match(/this run cannot be repeated/);
  });

  it("does not touch other tests, and is the tool's failure", () => {
    expect(report.tests.find(({ name }) => name === "TestHonest")).to.include({ status: "passed", score: 1 });
    expect(report.tests.find(({ name }) => name === "TestWrong")).to.include({ status: "failed", score: 0 });
    expect(report.tests.find(({ name }) => name === "TestUnseen")).to.include({ status: "passed" });
    expect(ran.code).to.equal(2);
    expect(ran.out)
      .to.contain("NOT FINAL: 4 tests could not be judged")
      .and.to.contain("Not judged; this says");
  });

  it("is found behind a pass with --check-determinism, which honest code passes", async () => {
    const { code } = await runGrade("leaks", "--check-determinism", "--test", "TestUnseen");
    expect(code).to.equal(2);
    expect(writtenReport("leaks").troubles?.[0]?.message).to.match(NAMED);
    const honest = await runGrade("leaks", "--check-determinism", "--test", "TestHonest");
    expect(honest.code).to.equal(0);
    expect(writtenReport("leaks").tests[0]?.seeds).to.deep.equal({ run: 3, failed: 0 });
  });

  it("is the tool's failure for verify as well", async () => {
    const { code, out } = await runCommand(runVerifyCommand, ["leaks"]);
    expect(code).to.equal(2);
    expect(out).to.match(/\? TestRandom: not judged: this run cannot be repeated/);
  });
});
