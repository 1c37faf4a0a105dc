import { expect } from "chai";
import { Command } from "commander";
import { moreNamesOption, namesOption } from "../../src/cli/options/namesOption";
import { parseCommand } from "../../src/cli/parseCommand";
import { wholeNumberOption } from "../../src/cli/options/wholeNumberOption";
import { versionOfKit } from "../../src/files/kitVersion";

function command(): Command {
  return new Command("npm run something")
    .option("--seed <number>", "a number", wholeNumberOption(0))
    .option("--out <dir>", "a text")
    .option("--labs <names>", "names", namesOption)
    .option("--test <names>", "names that add up", moreNamesOption)
    .option("--quiet", "a flag");
}

describe("parseCommand", () => {
  for (const [option, one, other] of [
    ["--seed", "1", "2"],
    ["--out", "a", "a"],
    ["--labs", "lab1", "lab2"],
  ] as const)
    it(`refuses ${option} twice: the last one would win, and nobody would notice`, () => {
      expect(() => parseCommand(command(), [option, one, option, other])).to.throw(
        `${option}: expected the option once, got it twice, with "${one}" before; run the command for each`,
      );
    });

  it("adds up an option that does, and takes a flag twice", () => {
    const parsed = command();
    expect(
      parseCommand(parsed, ["--test", "a", "--test", "b", "--quiet", "--quiet", "--seed", "0"]),
    ).to.equal(undefined);
    expect(parsed.opts()).to.deep.equal({ test: ["a", "b"], quiet: true, seed: 0 });
  });

  it("says which kit this is, whatever else is asked for", () => {
    expect(parseCommand(command().argument("<lab>"), ["--version"]))
      .to.have.property("help")
      .that.includes(versionOfKit().version);
  });
});
