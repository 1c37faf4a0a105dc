import { expect } from "chai";
import { commandsOf, README, runLine, runScript } from "../support/readmeCommands";

describe("the README's commands that grade", () => {
  const commands = commandsOf(README);

  it("start with one that gets full marks", () => {
    const { status, output } = runLine(commands[0] ?? "");
    expect(output).to.contain("100 of 100 points");
    expect(status).to.equal(0);
  }).timeout(60_000);

  for (const command of commands.filter(
    (line) => /^npm run grade/.test(line) && !/--watch|--explain|path\/to|--solution/.test(line),
  )) {
    it(`work on the skeleton: ${command}`, () => {
      const { status, output } = runScript(command);
      expect(output).to.match(/Score.*: 0 of \d+ points/);
      expect(status).to.equal(1);
    }).timeout(60_000);
  }

  it("explain a test, whether or not it was graded before", () => {
    const command = commands.find((line) => line.includes("--explain")) ?? "";
    for (let times = 1; times <= 2; times++) {
      const { status, output } = runScript(command);
      expect(output).to.contain("TestUnreliable").and.to.contain("NotImplemented");
      expect(status).to.equal(1);
    }
  }).timeout(60_000);
});
