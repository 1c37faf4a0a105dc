import { expect } from "chai";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { FIXTURE_KIT, runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryKit } from "../support/temporaryKit";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const WRONG = `export class Adder { sum(numbers: number[]): number { return numbers.length > 7 ? 0 : numbers.reduce((a, b) => a + b, 0); } }\n`;

function grade(cwd: string, root: string, ...args: string[]): Promise<Ran> {
  return runCommand(runGradeCommand, ["sum", "--submission", "mine", "--jobs", "1", ...args], {
    cwd,
    root,
    reports: cwd,
    checkTypes: typesUnchecked,
  });
}

function reportIn(folder: string): GradeReport {
  return gradeReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
}

describe("grade --reports", () => {
  it("writes report, pictures and formats there, and commands that find them", async () => {
    const cwd = temporaryFolder({ "mine/client.ts": WRONG });
    const { out } = await grade(cwd, FIXTURE_KIT, "--reports", "of jane", "--format", "junit");
    const folder = join(cwd, "of jane/sum");
    for (const file of ["report.json", "report.md", "index.html", "TestMany.html", "TestMany.replay.json"])
      expect(existsSync(join(folder, file)), file).to.equal(true);
    expect(existsSync(join(cwd, "reports"))).to.equal(false);
    expect(reportIn(folder).tests.find(({ name }) => name === "TestMany")?.failure)
      .to.have.property("replayCause")
      .that.includes("of jane");
    expect(out)
      .to.include('npm run replay -- "of jane/sum/TestMany.replay.json"')
      .and.include("of jane/sum/TestMany.html")
      .and.not.include("reports/sum");
  });
});

describe("partial credit", () => {
  it("is off by default, and gives the share of the seeds when the manifest wants it", async () => {
    const root = temporaryKit();
    cpSync(join(FIXTURE_KIT, "sum"), join(root, "sum"), { recursive: true });
    // Wrong where the seed's numbers have an odd sum, so for some seeds and not for others.
    const cwd = temporaryFolder({
      "mine/client.ts": `export class Adder { sum(numbers: number[]): number { const s = numbers.reduce((a, b) => a + b, 0); return s % 2 === 1 ? s + 1 : s; } }\n`,
    });
    await grade(cwd, root, "--seeds", "20");
    const without = reportIn(join(cwd, "reports/sum"));
    expect(without.score).to.equal(0);
    const file = join(root, "sum/lab.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"seeds"', '"partialCredit": true, "seeds"'));
    const { code } = await grade(cwd, root, "--seeds", "20");
    expect(code).to.equal(1);
    const report = reportIn(join(cwd, "reports/sum"));
    for (const [at, { status, score, maxScore, seeds }] of report.tests.entries()) {
      expect(status).to.equal("failed");
      expect(seeds).to.deep.equal(without.tests[at]?.seeds);
      expect(score)
        .to.equal(Math.floor((maxScore * (seeds.run - seeds.failed)) / seeds.run))
        .and.to.be.greaterThan(0);
    }
    expect(report.score).to.equal(report.tests.reduce((sum, { score }) => sum + score, 0));
  });
});
