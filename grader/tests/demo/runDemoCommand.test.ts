import { expect } from "chai";
import { runDemoCommand } from "../../src/demo/runDemoCommand";
import { runCommand } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("demo", () => {
  it("shows each step on the solution, and has exit code 0", async () => {
    const { code, out, errors } = await runCommand(runDemoCommand, ["sum", "--solution"]);
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.equal("=== Adding up ===\n1. 1 + 2 + 3\n   → 6\n\n✓ all 1 demonstrations finished\n");
  });

  it("shows how far the student's code comes, and why not further; exit code 1", async () => {
    const folder = temporaryFolder({
      "client.ts": "export class Adder {\n  sum() {\n    throw new Error('no');\n  }\n}\n",
    });
    const { code, out } = await runCommand(runDemoCommand, ["sum", "--submission", folder]);
    expect(code).to.equal(1);
    expect(out).to.contain("1. 1 + 2 + 3\n").and.to.contain("threw Error: no").and.to.contain("client.ts:3");
    expect(out).to.contain("1 of 1 demonstrations failed");
  });

  it("shows what was expected where the code gives something else", async () => {
    const folder = temporaryFolder({ "client.ts": "export class Adder { sum() { return 1; } }\n" });
    const { out } = await runCommand(runDemoCommand, ["sum", "--submission", folder]);
    expect(out).to.contain("✗ the sum is wrong\n  expected  6\n  got       1\n");
  });

  it("shows what the student's code prints, with virtual time and host", async () => {
    const folder = temporaryFolder({
      "client.ts": "export class Adder { sum(n: number[]) { console.log('adding', n); return 6; } }\n",
    });
    const { code, out } = await runCommand(runDemoCommand, ["sum", "--submission", folder]);
    expect(code).to.equal(0);
    expect(out).to.match(/1\. 1 \+ 2 \+ 3\n {4}0\.0 ms {2}\w+ prints adding \[ ?1, 2, 3 ?\]\n {3}→ 6/);
  });

  it("answers --help", async () => {
    const { code, out } = await runCommand(runDemoCommand, ["--help"]);
    expect(code).to.equal(0);
    expect(out).to.contain("Usage: npm run demo LAB").and.to.contain("--seed");
  });

  for (const [args, message] of [
    [["smu"], /did you mean sum\?/],
    [[], /expected the name of a lab, got none; there are:\n[^]*\n {2}sum {2}\S/],
    [["sum", "--seed", "x"], /whole number/],
    [["behave"], /expected demonstrations in behave\/tests\/demo\.ts, got no such file/],
    [["sum", "--submission", "nowhere"], /got nowhere, which does not exist/],
  ] as const) {
    it(`has exit code 2 for ${args.join(" ") || "no lab"}`, async () => {
      const { code, errors } = await runCommand(runDemoCommand, args);
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    });
  }
});
