import { expect } from "chai";
import { join } from "node:path";
import { runDemoCommand } from "../../src/demo/runDemoCommand";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { runVerifyCommand } from "../../src/verify/runVerifyCommand";
import { FULL_MARKS, HARMFUL } from "toolkit/tests/hostileText";
import { runCommand, writtenReport } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const CLIENT = `
const text = ${JSON.stringify(`no\u001b[2J\n${FULL_MARKS}\n  ##[error]x`)};
export class Adder {
  sum(): number {
    console.log(text);
    const error = new Error(text);
    error.name = text;
    throw error;
  }
}
export const ${"n".repeat(3_000)}: "\\u001b::add-mask::x" = "no";
`;

describe("a submission whose every text is hostile", function () {
  this.timeout(60_000);
  const folder = temporaryFolder({ "client.ts": CLIENT });

  for (const [name, command] of Object.entries({
    grade: runGradeCommand,
    verify: runVerifyCommand,
    demo: runDemoCommand,
  })) {
    it(`can show nothing of its own in ${name}`, async () => {
      const ran = await runCommand(command, ["sum", "--submission", folder]);
      expect(ran.code).to.equal(1);
      for (const text of [ran.out, ran.errors]) {
        expect(text).to.not.match(HARMFUL);
        expect(text).to.not.match(/^\s*(?:::|##\[)/m);
        expect(text).to.not.match(/^\s*(?:Score: 10|✓ TestMany|│ 1 │)/m);
      }
      expect(ran.out).to.match(/^ *│ Score: 10 of 10 points/m);
    });
  }

  it("has a report that says where it failed", () => {
    const [test] = writtenReport("sum").tests;
    expect(test?.failure).to.include({ kind: "failed", host: "client", file: "client.ts" });
    expect(test?.failure?.message).to.contain("no\\u001b[2J\nsum: Adding up");
  });
});

describe("the name of a file", () => {
  it("is no order where a command complains of it", async () => {
    const name = join(temporaryFolder(), "a\n::add-mask::x\u001b[2J");
    const { code, errors } = await runCommand(runGradeCommand, ["sum", "--submission", name]);
    expect(code).to.equal(2);
    expect(errors).to.contain("\n│ ::add-mask::x\\u001b[2J, which does not exist\n");
  });
});
