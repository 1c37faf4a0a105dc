import { expect } from "chai";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { gradeReport } from "../../src/report/GradeReport";
import { runCommand, typesUnchecked } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const HALF = "export class Adder { sum(n: number[]) { return (n[0] ?? 0) + (n[1] ?? 0); } }\n";

describe("a submission that is not what it seems, in reports", () => {
  const links = process.platform === "win32" ? it.skip : it;

  it("costs the reports before it nothing", async () => {
    const reports = temporaryFolder({ "reports/sum/report.json": "before" });
    for (const folder of [temporaryFolder(), join(temporaryFolder(), "nowhere")]) {
      const { code, out, errors } = await runCommand(runGradeCommand, ["sum", "--submission", folder], {
        reports,
      });
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(/^expected a .*submission|^expected a folder with client\.ts/);
    }
    expect(readFileSync(join(reports, "reports/sum/report.json"), "utf8")).to.equal("before");
  });

  links("is told of in the report, in every format that has a place for remarks", async function () {
    this.timeout(60_000);
    const reports = temporaryFolder();
    const folder = temporaryFolder({ "client.ts": HALF });
    symlinkSync("client.ts", join(folder, "linked.ts"));
    const formats = ["gradescope", "markdown", "html", "prairielearn", "ctrf"].flatMap((name) => [
      "--format",
      name,
    ]);
    const { out } = await runCommand(runGradeCommand, ["sum", "--submission", folder, ...formats], {
      reports,
      checkTypes: typesUnchecked,
    });
    expect(out).to.contain('Left out of the submission and ignored: "linked.ts": a link.');
    const read = (file: string): string => readFileSync(join(reports, "reports/sum", file), "utf8");
    expect(gradeReport.parse(JSON.parse(read("report.json"))).leftOut).to.deep.equal(['"linked.ts": a link']);
    for (const { name, file } of REPORT_FORMATS.filter(({ name }) => formats.includes(name)))
      expect(read(file), name).to.contain("linked.ts");
  });
});
