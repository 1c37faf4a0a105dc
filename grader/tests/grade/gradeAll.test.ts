import { expect } from "chai";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { hiddenFolder } from "../support/hiddenFolder";
import { FIXTURE_KIT, runCommand, typesUnchecked } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** A kit with the lab "sum" twice, once under the name "plus", which has no solution but the skeleton. */
function twoLabs(): string {
  const root = temporaryFolder();
  symlinkSync(join(KIT_ROOT, "node_modules"), join(root, "node_modules"));
  for (const [from, to] of [
    ["sum", "sum"],
    ["sum", "plus"],
    ["solutions/sum", "solutions/sum"],
    ["sum/client.ts", "solutions/plus/client.ts"],
  ] as const) {
    cpSync(join(FIXTURE_KIT, from), join(root, to), { recursive: true });
  }
  const manifest = join(root, "plus/lab.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"sum"', '"plus"'));
  return root;
}

describe("grade all", function () {
  this.timeout(60_000);

  it("grades every lab, and prints one table", async () => {
    const root = twoLabs();
    const places = { root, reports: root, cwd: root, checkTypes: typesUnchecked };
    const { code, out, errors } = await runCommand(
      runGradeCommand,
      ["all", "--solution", "--format", "junit"],
      places,
    );
    expect({ code, errors }).to.deep.equal({ code: 1, errors: "" });
    expect(out)
      .to.match(/✗ plus .*│\s+0\/10 │/)
      .and.to.match(/✓ sum .*│\s+10\/10 │/);
    expect(out).to.contain("Score of all labs: 10 of 20 points").and.to.contain("reports/plus/index.html");
    expect(out.match(/TestTwo/g)).to.equal(null);
    for (const file of ["plus/report.json", "sum/junit.xml"]) {
      expect(existsSync(join(root, "reports", file)), file).to.equal(true);
    }
  });

  it("runs hidden tests of the labs that have some, and refuses a folder that has none", async () => {
    const root = twoLabs();
    const places = { root, reports: root, cwd: root, checkTypes: typesUnchecked };
    const args = ["all", "--solution", "--hidden-tests"];
    const { out, errors } = await runCommand(runGradeCommand, [...args, hiddenFolder()], places);
    expect(errors).to.equal("");
    expect(out)
      .to.match(/✗ plus .*│\s+0\/10 │/)
      .and.to.match(/✓ sum .*│\s+15\/15 │/);
    const none = await runCommand(runGradeCommand, [...args, temporaryFolder()], places);
    expect(none.code).to.equal(2);
    expect(none.errors).to.match(/expected a folder of hidden tests for one of plus, sum in .*, got none/);
  });

  it("grades the other labs when one cannot be graded, and says why it cannot", async () => {
    const root = twoLabs();
    rmSync(join(root, "plus/client.ts"));
    const places = { root, reports: root, cwd: root, checkTypes: typesUnchecked };
    const { code, out, errors } = await runCommand(runGradeCommand, ["all"], places);
    expect(code).to.equal(2);
    expect(out).to.contain("Score of sum: ").and.to.not.contain("plus");
    expect(errors).to.match(/^plus could not be graded: expected a file client\.ts in /);
    rmSync(join(root, "sum/client.ts"));
    const none = await runCommand(runGradeCommand, ["all"], places);
    expect({ code: none.code, out: none.out }).to.deep.equal({ code: 2, out: "" });
    expect(none.errors).to.match(/^expected a file client\.ts in .*plus/);
  });

  it("refuses to reveal hidden tests that there are not", async () => {
    const { code, errors } = await runCommand(runGradeCommand, ["all", "--solution", "--reveal-hidden"]);
    expect(code).to.equal(2);
    expect(errors).to.contain("expected --hidden-tests with --reveal-hidden");
  });

  for (const option of [
    "--test TestTwo",
    "--part 1",
    "--seed 1",
    "--watch",
    "--json x",
    "--format junit:x",
    "--format github-classroom",
  ]) {
    it(`refuses ${option}, which is about one lab`, async () => {
      const { code, errors } = await runCommand(runGradeCommand, ["all", ...option.split(" ")]);
      expect(code).to.equal(2);
      expect(errors).to.match(/^expected the name of one lab with .*, got all/);
    });
  }
});
