import { expect } from "chai";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { runScenariosCommand } from "../../src/scenarios/runScenariosCommand";
import { runCommand, type Ran } from "../support/runGrade";

const ROOT = join(__dirname, "../../..");
const SETS = join(__dirname, "../fixtures/scenarios");

/** A solution with other scenarios. */
function submissionWith(set: string): string {
  const folder = temporaryFolder({});
  cpSync(join(ROOT, "solutions/lab1"), folder, { recursive: true });
  cpSync(join(SETS, `${set}.ts`), join(folder, "scenarios.ts"));
  return folder;
}

const run = (...args: string[]): Promise<Ran> =>
  runCommand(runScenariosCommand, args, { root: ROOT, cwd: ROOT });

describe("scenarios", function () {
  this.timeout(120_000);

  it("shows what each says of right and wrong programs; exit code 0 when all are caught", async () => {
    const { code, out, errors } = await run("lab1", "--solution");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.match(/^lab1: 10 scenarios, \d+ right programs, 12 wrong ones\n/);
    expect(out).to.match(/✓ lost and repeated messages +4 of 4/);
    expect(out).to.match(/Caught: 12 of 12 \(/);
    expect(out).to.not.contain("Next:");
  });

  it("gives poor sets what they deserve, as docs/teachers.md says", async () => {
    const page = readFileSync(join(ROOT, "docs/teachers.md"), "utf8");
    for (const set of ["happy-path", "asserts-nothing", "claims-too-much"]) {
      const { code, out } = await run("lab1", "--submission", submissionWith(set));
      expect(code, set).to.equal(1);
      const [, caught = ""] = /Caught: (\d+) of 12/.exec(out) ?? [];
      const hold = [...out.matchAll(/^│ +\d+ │ .* │ ✓ +│ +\d+ │/gm)].length;
      expect(page, `${set} ${String(hold)} ${caught}`).to.match(
        new RegExp(`\\| \`${set}\` \\|[^|]*\\| ${String(hold)} of 3 \\| ${caught} of 12 \\|`),
      );
    }
  });

  it("says why a right program fails, with a picture, and asks about what is not tested", async () => {
    const { out } = await run("lab1", "--submission", submissionWith("claims-too-much"));
    expect(out).to.contain("✗ Scenario 1 counts for nothing: a right program fails it");
    expect(out).to.contain("what clerk-b reads is wrong (scenarios.ts:10)");
    expect(out).to.match(/picture: reports\/lab1\/scenarios\/scenario-1\.html/);
    expect(existsSync(join(ROOT, "reports/lab1/scenarios/scenario-1.html"))).to.equal(true);
    const happy = await run("lab1", "--submission", submissionWith("happy-path"));
    expect(happy.out).to.match(/Next: .*\?/);
  });

  it("says what the student's own program gets wrong", async () => {
    const folder = temporaryFolder({});
    cpSync(join(ROOT, "solutions/lab1"), folder, { recursive: true });
    cpSync(join(SETS, "happy-path.ts"), join(folder, "scenarios.ts"));
    const server = join(folder, "client.ts");
    const broken = readFileSync(server, "utf8").replace("return reply.value;", 'return reply.value + "!";');
    cpSync(temporaryFolder({ "client.ts": broken }), folder, { recursive: true });
    const { out } = await run("lab1", "--submission", folder);
    expect(out).to.match(/! Your own code fails scenario 1: the value is wrong/);
  });

  it("takes one wrong program alone", async () => {
    const folder = submissionWith("happy-path");
    const { out, code } = await run("lab1", "--submission", folder, "--mistake", "no-duplicate-check");
    expect(code).to.equal(1);
    expect(out).to.match(/1 wrong one\n/);
    const wrong = await run("lab1", "--submission", folder, "--mistake", "no-duplicate-chekc");
    expect(wrong.code).to.equal(2);
    expect(wrong.errors).to.contain("did you mean no-duplicate-check?");
  });

  it("has exit code 2 for a lab without scenarios, or that does not exist", async () => {
    const { code, errors } = await run("lab9");
    expect(code).to.equal(2);
    expect(errors).to.contain("expected the name of a lab");
  });
});
