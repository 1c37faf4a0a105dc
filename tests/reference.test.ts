import { expect } from "chai";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { ReferenceScenarios } from "../scripts/reference/ReferenceScenarios";
import { runReference } from "../scripts/runReference";

/** A kit of one lab, with one wheat beside the solution and one chaff. */
const KIT = join(__dirname, "../grader/templates");

async function referenceOf(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  let [out, errors] = ["", ""];
  const print = (text: string): void => void (out += text);
  const printError = (text: string): void => void (errors += text);
  const quiet = { color: false, terminal: false, print, printError };
  // Other tests of this process load packages that add to what would be frozen.
  const harden = (): void => undefined;
  const code = await runReference(args, { root: KIT, cwd: KIT, ...quiet }, harden);
  return { code, out, errors };
}

/** A copy of the solution with one scenario. */
function solutionWith(scenario: string): string {
  const folder = temporaryFolder();
  cpSync(join(KIT, "solutions/labN"), folder, { recursive: true });
  const head = 'import type { Scenarios } from "./stage";\nexport const scenarios: Scenarios = ';
  writeFileSync(join(folder, "scenarios.ts"), `${head}{ ${scenario} };\n`);
  return folder;
}

describe("the command reference", function () {
  this.timeout(60_000);

  it("says that the scenarios hold, and which chaffs they catch", async () => {
    const { code, out } = await referenceOf("labN", "--from", "7", "--seeds", "2");
    expect(out).to.contain("labN, seeds 7 to 8: 0 wrong rejections\n");
    expect(out).to.contain("labN: 1 of 1 chaffs caught");
    expect(out).to.contain("    1  an add whose reply is lost counts once\n");
    expect(code).to.equal(0);
  });

  it("leaves out what it is told to", async () => {
    const { code, out } = await referenceOf("labN", "--seeds", "0", "--no-chaffs");
    expect({ code, out }).to.deep.equal({ code: 0, out: "" });
  });

  it("refuses a lab that has no scenarios", async () => {
    const { code, errors } = await referenceOf("lab7");
    expect(errors).to.contain("expected a lab with scenarios (labN), got lab7");
    expect(code).to.equal(2);
  });
});

describe("reference scenarios", () => {
  it("that claim too much reject right programs, each with the seed and the reason", async () => {
    const body = 'stage.startServer(); stage.expectEqual("the total", await stage.clerk("a").read(), 1);';
    const folder = solutionWith(`async "one from the start"(stage) { ${body} }`);
    const rejections = [];
    for await (const found of new ReferenceScenarios(KIT, "labN", folder).wrongRejections(4, 2))
      rejections.push(...found);
    expect(rejections.map(({ wheat, seed }) => `${wheat} ${String(seed)}`)).to.deep.equal([
      "solution 4",
      "one-id-per-add 4",
      "solution 5",
      "one-id-per-add 5",
    ]);
    expect(rejections[0]).to.include({ scenario: "one from the start" });
    expect(rejections[0]?.message).to.contain("the total");
  });

  it("that look at nothing catch nothing", async () => {
    const folder = solutionWith('async "nothing"(stage) { stage.startServer(); await stage.sleep(1); }');
    const judged = [];
    for await (const one of new ReferenceScenarios(KIT, "labN", folder).judgedChaffs()) judged.push(one);
    expect(judged).to.deep.equal([{ chaff: "new-number-per-attempt", caughtBy: undefined }]);
  });
});
