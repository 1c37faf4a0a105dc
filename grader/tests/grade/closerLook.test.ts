import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const WRONG = "export class Adder { sum(numbers: number[]) { return numbers.length; } }\n";

describe("a closer look at some tests", function () {
  this.timeout(60_000);
  const submission = temporaryFolder({ "client.ts": WRONG });

  const grade = (reports: string, ...more: readonly string[]): Promise<Ran> =>
    runCommand(runGradeCommand, ["sum", "--submission", submission, "--jobs", "1", ...more], {
      reports,
      checkTypes: typesUnchecked,
    });
  const written = (reports: string): GradeReport =>
    gradeReport.parse(JSON.parse(readFileSync(join(reports, "reports/sum/report.json"), "utf8")));

  it("leaves the report of the whole lab as it is, and its pages", async () => {
    const reports = temporaryFolder();
    const whole = await grade(reports);
    expect(whole.out).to.contain("With pictures: reports/sum/index.html");
    const before = ["index.html", "report.md", "report.json"].map((name) =>
      join(reports, "reports/sum", name),
    );
    const texts = before.map((file) => readFileSync(file, "utf8"));
    for (const more of [
      ["--test", "TestTwo", "--seed", "1"],
      ["--seed", "2"],
      ["--test", "TestMany"],
    ]) {
      const { out } = await grade(reports, ...more);
      expect(out).not.to.contain("With pictures");
      expect(before.map((file) => readFileSync(file, "utf8"))).to.deep.equal(texts);
    }
    expect(existsSync(join(reports, "reports/sum/TestTwo.html"))).to.equal(true);
  });

  it("is the report where there is none yet; a part's report replaces an older one", async () => {
    const reports = temporaryFolder();
    const { out } = await grade(reports, "--test", "TestTwo", "--seed", "1");
    expect(out).to.contain("With pictures: reports/sum/index.html");
    expect(written(reports).tests.map(({ name }) => name)).to.deep.equal(["TestTwo"]);
    await grade(reports, "--part", "2");
    expect(written(reports).tests.map(({ name }) => name)).to.deep.equal(["TestMany"]);
  });
});
