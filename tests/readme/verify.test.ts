import { expect } from "chai";
import { labNames } from "toolkit/labs/readLab";
import { commandsOf, README, ROOT, runScript } from "../support/readmeCommands";

describe("the README's commands that check quickly", () => {
  for (const lab of labNames(ROOT)) {
    it(`work on the solution of ${lab}`, () => {
      const { status, output } = runScript(`npm run verify ${lab} -- --solution`);
      expect(output).to.match(/(\d+) of \1 tests passed/);
      expect(status).to.equal(0);
    }).timeout(60_000);
  }

  it("work on the skeleton", () => {
    const command = "npm run verify lab2";
    const { status, output } = runScript(command);
    expect(commandsOf(README)).to.contain(command);
    expect(output).to.match(/NotImplemented|not written yet/);
    expect(status).to.equal(1);
  }).timeout(60_000);
});
