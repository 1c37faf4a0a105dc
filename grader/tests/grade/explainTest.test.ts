import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runGrade, writtenReport } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const wrong = "export class Adder {\n  sum() {\n    return 1;\n  }\n}\n";
const throwing = "export class Adder {\n  sum() {\n    throw new TypeError('no sums');\n  }\n}\n";
const right =
  "export class Adder { sum(numbers: number[]) { return numbers.reduce((a, b) => a + b, 0); } }\n";

describe("grade with failures", function () {
  this.timeout(60_000);

  it("shows one in full, the others in a line, and what shows those in full", async () => {
    const folder = temporaryFolder({ "client.ts": throwing });
    const { out } = await runGrade("sum", "--submission", folder);
    const place = `${basename(folder)}/client.ts:3:11`;
    expect(out).to.contain("Start here:\n✗ TestTwo: client's sum");
    expect(out).to.contain("> 3 |     throw new TypeError('no sums');\n");
    expect(out).to.contain(`${place}\n`);
    expect(out.match(/Fails alike: TestMany\nIn full: (.*)\n/)?.[1]).to.equal(
      `npm run grade sum -- --submission ${folder} --explain TestMany`,
    );
    expect(out).not.to.contain("✗ TestMany: client's sum([1,2]) threw TypeError: no sums\n  at");
  });

  it("explains one from the last grading, without running it, and leaves the report as it is", async () => {
    const folder = temporaryFolder({ "client.ts": wrong });
    await runGrade("sum", "--submission", folder);
    const before = writtenReport("sum");
    const { code, out } = await runGrade("sum", "--submission", folder, "--explain", "TestMany");
    expect(code).to.equal(1);
    expect(out).to.match(/^✗ TestMany: the sum is wrong\n/);
    expect(out).to.contain("the last events").and.not.to.contain("Score");
    expect(writtenReport("sum")).to.deep.equal(before);
  });

  it("runs one whose code has changed, and leaves the report as it is", async () => {
    const folder = temporaryFolder({ "client.ts": wrong });
    await runGrade("sum", "--submission", folder);
    const before = writtenReport("sum");
    writeFileSync(join(folder, "client.ts"), right);
    const ran = await runGrade("sum", "--submission", folder, "--explain", "TestMany");
    expect(ran.code).to.equal(0);
    expect(ran.out).to.contain("Score of the selected tests: 6 of 6").and.to.contain("won TestMany");
    const known = await runGrade("sum", "--submission", folder, "--explain", "TestMany");
    expect(known.code).to.equal(0);
    expect(known.out).to.match(/^✓ TestMany passed when it was last graded, over 2 seeds/);
    expect(writtenReport("sum")).to.deep.equal(before);
  });

  it("says what was won and lost since the last grading, but not of other seeds", async () => {
    const folder = temporaryFolder({ "client.ts": wrong });
    expect((await runGrade("sum", "--submission", folder)).out).not.to.contain("Since last time");
    writeFileSync(join(folder, "client.ts"), right);
    const seeds = await runGrade("sum", "--submission", folder, "--seeds", "1");
    expect(seeds.out).not.to.contain("Since last time");
    const { out } = await runGrade("sum", "--submission", folder);
    expect(out).to.contain("\nSince last time: 10 points more; won TestTwo, TestMany\n");
  });

  it("refuses a test that there is not, and what makes no sense beside it", async () => {
    const unknown = await runGrade("sum", "--solution", "--explain", "TestTow");
    expect(unknown).to.include({ code: 2, out: "" });
    expect(unknown.errors).to.contain("did you mean TestTwo?");
    const clash = await runGrade("sum", "--solution", "--explain", "TestTwo", "--seed", "1");
    expect(clash.code).to.equal(2);
    expect(clash.errors).to.contain("--explain");
  });
});
