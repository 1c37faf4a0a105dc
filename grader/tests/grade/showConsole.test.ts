import { expect } from "chai";
import { runGrade } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const code = (sum: string): string => `export class Adder {
  sum(numbers: number[]) {
    for (const n of numbers) console.log("adding", n);
    return ${sum};
  }
}
`;

describe("grade --show-console", function () {
  this.timeout(60_000);

  it("shows everything that a test prints, also when it passes", async () => {
    const folder = temporaryFolder({ "client.ts": code("numbers.reduce((a, b) => a + b, 0)") });
    const run = await runGrade("sum", "--submission", folder, "--show-console", "TestMany", "--seed", "2");
    expect(run.code, run.errors).to.equal(0);
    const [head = "", ...rest] = run.out.trimEnd().split("\n");
    const [, count] = /^TestMany, seed 2: (\d+) lines were printed$/.exec(head) ?? [];
    expect(Number(count)).to.be.above(10);
    expect(rest.filter((line) => /^ *\d+\.\d{3} ms {2}\S+: adding \d+$/.test(line))).to.have.length(
      Number(count),
    );
    expect(rest.at(-1)).to.equal("✓ this seed passes");
  });

  it("shows what a failing seed prints, and why it fails", async () => {
    const folder = temporaryFolder({ "client.ts": code("1") });
    const { code: exit, out } = await runGrade("sum", "--submission", folder, "--show-console", "TestTwo");
    expect(exit).to.equal(1);
    expect(out).to.match(
      /^TestTwo, seed 1: 2 lines were printed\n[^]*✗ this seed fails: the sum is wrong\n$/,
    );
  });

  it("refuses a test that the lab does not have", async () => {
    const { code: exit, errors } = await runGrade("sum", "--show-console", "TestTow");
    expect(exit).to.equal(2);
    expect(errors).to.contain("did you mean TestTwo?");
  });
});
