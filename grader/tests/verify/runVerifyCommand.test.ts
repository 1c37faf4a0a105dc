import { expect } from "chai";
import { parseLabManifest } from "toolkit/labs/readLab";
import { runVerifyCommand } from "../../src/verify/runVerifyCommand";
import { renderVerifiedTests } from "../../src/verify/renderVerifiedTests";
import { readLab } from "toolkit/labs/readLab";
import { FIXTURE_KIT, runCommand } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("verify", function () {
  this.timeout(60_000);

  it("passes the solution with exit code 0", async () => {
    const { code, out, errors } = await runCommand(runVerifyCommand, ["sum", "--solution"]);
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.match(/^sum: quick check\n {2}✓ TestTwo\n {2}✓ TestMany\n2 of 2 tests passed in /);
    expect(out).to.contain("npm run grade sum -- --solution");
  });

  it("says in one line what is wrong, and how to look closer; exit code 1", async () => {
    const folder = temporaryFolder({ "client.ts": "export class Adder { sum() { return 1; } }\n" });
    const { code, out } = await runCommand(runVerifyCommand, ["sum", "--submission", folder]);
    expect(code).to.equal(1);
    expect(out).to.match(/✗ TestTwo: the sum is wrong: expected \d+, got 1\n/);
    expect(out).to.contain(`npm run grade sum -- --submission ${folder} --test TestTwo --seed 1`);
  });

  it("does not call a stub wrong", async () => {
    const { code, out } = await runCommand(runVerifyCommand, ["sum"]);
    expect(code).to.equal(1);
    expect(out).to.contain("– TestTwo: not written yet");
  });

  it("names a syntax error once", async () => {
    const folder = temporaryFolder({ "client.ts": "export class Adder { sum( { }\n" });
    const { code, out } = await runCommand(runVerifyCommand, ["sum", "--submission", folder]);
    expect(code).to.equal(1);
    expect(out.match(/syntax error at client\.ts:/g)).to.have.length(1);
  });

  it("has exit code 2 for a lab that does not exist", async () => {
    const { code, errors } = await runCommand(runVerifyCommand, ["smu"]);
    expect(code).to.equal(2);
    expect(errors).to.match(/did you mean sum\?/);
  });

  it("leaves slow tests out, and says so", () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const [first, second] = lab.manifest.tests;
    const manifest = { ...lab.manifest, tests: [first!, { ...second!, slow: true }] };
    const text = renderVerifiedTests({
      lab: { ...lab, manifest: parseLabManifest(JSON.stringify(manifest), "lab.json") },
      tests: [],
      flags: "",
      elapsedMs: 1,
      color: false,
    });
    expect(text).to.contain("Left out because slow: TestMany");
  });
});
