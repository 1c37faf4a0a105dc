import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import { commandsOf, README, ROOT, runScript } from "../support/readmeCommands";

describe("the README's commands that demonstrate", () => {
  // A lab can do without demonstrations.
  for (const lab of labNames(ROOT).filter((name) => existsSync(join(ROOT, name, "tests/demo.ts")))) {
    it(`work on the solution of ${lab}`, () => {
      const { status, output } = runScript(`npm run demo ${lab} -- --solution`);
      expect(output).to.contain("demonstrations finished");
      expect(status).to.equal(0);
    }).timeout(60_000);
  }

  it("work on the skeleton", () => {
    const command = "npm run demo lab2";
    const { status, output } = runScript(command);
    expect(commandsOf(README)).to.contain(command);
    expect(output).to.match(/NotImplemented|not written yet/);
    expect(status).to.equal(1);
  }).timeout(60_000);
});
