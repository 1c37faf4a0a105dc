import { expect } from "chai";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { gradeReport } from "../../src/report/GradeReport";
import { runCommand, typesUnchecked } from "../support/runGrade";

describe("a scenario that is still a stub", function () {
  this.timeout(60_000);

  it("is said to be one, and claims nothing", async () => {
    const submission = temporaryFolder({});
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    cpSync(join(KIT_ROOT, "lab1/scenarios.ts"), join(submission, "scenarios.ts"));
    const reports = temporaryFolder();
    const asked = ["lab1", "--submission", submission, "--test", "TestScenarios", "--jobs", "1"];
    await runCommand(runGradeCommand, asked, { root: KIT_ROOT, reports, checkTypes: typesUnchecked });
    const written = readFileSync(join(reports, "reports/lab1/report.json"), "utf8");
    const [test] = gradeReport.parse(JSON.parse(written)).tests;
    expect(test?.failure?.message).to.equal(
      'scenario "a client reads what it has written" is not written yet: NotImplemented: the rest of this scenario is not implemented yet (scenarios.ts:13)',
    );
  });
});
