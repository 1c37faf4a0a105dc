import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { reportEarlierSubmissionWords } from "../../src/report/render/reportDeadlineWords";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { runCommand, typesUnchecked } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { metadataFile } from "../support/metadataFile";

describe("npm run grade with a deadline", function () {
  this.timeout(60_000);

  async function run(...args: string[]): Promise<{ report: GradeReport; out: string; folder: string }> {
    const reports = temporaryFolder();
    const formats = ["gradescope", "markdown", "html", "prairielearn", "ctrf"].flatMap((name) => [
      "--format",
      name,
    ]);
    const { code, out, errors } = await runCommand(
      runGradeCommand,
      ["sum", "--solution", ...formats, ...args],
      {
        checkTypes: typesUnchecked,
        reports,
      },
    );
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    const folder = join(reports, "reports/sum");
    return {
      report: gradeReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))),
      out,
      folder,
    };
  }

  it("says how late it is in every format that has a place for it, and takes off no points", async () => {
    const { report, out, folder } = await run("--gradescope-metadata", metadataFile());
    expect(report).to.include({ score: 10, maxScore: 10 });
    expect(report.deadline?.late).to.deep.equal({ minutes: 311, days: 1 });
    const sentence = "Of your 2 submissions before this one the best had 80 points, the last 75.";
    expect(reportEarlierSubmissionWords(report)).to.equal(sentence);
    expect(out).to.contain("5 h 11 min late: 1 late day").and.to.contain(sentence);
    for (const { name, file } of REPORT_FORMATS.filter((format) =>
      /^(gradescope|markdown|html|prairie)/.test(format.name),
    ))
      expect(readFileSync(join(folder, file), "utf8"), name).to.contain("5 h 11 min late: 1 late day");
    expect(readFileSync(join(folder, "ctrf-report.json"), "utf8")).to.contain('"minutes": 311');
  });

  it("reads times with any zone", async () => {
    const { report } = await run("--due", "2026-10-01T23:59:00+02:00", "--handed-in", "2026-10-01T17:58Z");
    expect(report.deadline).to.deep.equal({
      due: "2026-10-01T21:59:00.000Z",
      handedIn: "2026-10-01T17:58:00.000Z",
      late: { minutes: 0, days: 0 },
    });
  });

  it("takes the time of handing in before Gradescope's, and its deadline", async () => {
    const file = metadataFile();
    const { report } = await run("--gradescope-metadata", file, "--handed-in", "2026-10-01T17:58Z");
    expect(report.deadline?.late).to.deep.equal({ minutes: 0, days: 0 });
    expect(report.deadline?.due).to.equal("2026-10-01T18:00:00.000Z");
  });

  it("refuses times without a zone, and one time without the other, with exit code 2", async () => {
    const wrong: [string[], RegExp][] = [
      [["--due", "2026-10-01T23:59:00"], /--due: expected a time with its zone.*got "2026-10-01T23:59:00"/],
      [["--due", "tomorrow"], /got "tomorrow"/],
      [["--due", "2026-13-01T23:59:00Z"], /got "2026-13-01/],
      [["--due", "2026-09-31T23:59:00Z"], /got "2026-09-31/],
      [["--handed-in", "2026-10-01T23:59:00Z"], /expected --due with --handed-in/],
      [["--gradescope-metadata", "gone.json"], /gone\.json, which cannot be read/],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await runCommand(runGradeCommand, ["sum", "--solution", ...args]);
      expect(code, args.join(" ")).to.equal(2);
      expect(errors).to.match(message);
    }
  });
});
