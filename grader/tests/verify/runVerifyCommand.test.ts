import { expect } from "chai";
import { runVerifyCommand } from "../../src/verify/runVerifyCommand";
import { quickTestsOf } from "../../src/verify/quickTestsOf";
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
    expect(out).to.match(
      /^sum: quick check\nDoes not parse; no test can run:\n {2}\S*client\.ts:\d+:\d+ .*\n[^]*1 \| export class/,
    );
    expect(out).not.to.contain("TestTwo");
  });

  it("has exit code 2 for a lab that does not exist", async () => {
    const { code, errors } = await runCommand(runVerifyCommand, ["smu"]);
    expect(code).to.equal(2);
    expect(errors).to.match(/did you mean sum\?/);
  });

  it("takes a part, or tests by name", async () => {
    const part = await runCommand(runVerifyCommand, ["sum", "--solution", "--part", "2"]);
    expect(part.out).to.match(/^sum: quick check\n {2}✓ TestMany\n1 of 1 tests passed/);
    const named = await runCommand(runVerifyCommand, ["sum", "--solution", "--test", "TestTwo"]);
    expect(named.out).to.match(/^sum: quick check\n {2}✓ TestTwo\n1 of 1 tests passed/);
    const wrong = await runCommand(runVerifyCommand, ["sum", "--test", "TestTow"]);
    expect(wrong.code).to.equal(2);
    expect(wrong.errors).to.contain("did you mean TestTwo?");
  });

  it("leaves slow tests out unless they are named, and says so", () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const [first, second] = lab.manifest.tests;
    const tests = [first!, { ...second!, slow: true }];
    const slow = { ...lab, manifest: { ...lab.manifest, tests } };
    expect(quickTestsOf(slow, {})).to.deep.equal({ quick: [tests[0]], slow: ["TestMany"] });
    expect(quickTestsOf(slow, { tests: ["TestMany"] })).to.deep.equal({ quick: [tests[1]], slow: [] });
    expect(() => quickTestsOf(slow, { part: [2] })).to.throw(
      /only slow ones: TestMany; name one with --test/,
    );
    const told = { lab, tests: [], slow: ["TestMany"], flags: "", elapsedMs: 1, color: false };
    expect(renderVerifiedTests(told)).to.contain("Left out because slow: TestMany");
  });
});
