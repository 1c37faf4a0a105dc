import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import { commandsOf, README, ROOT, runLine, SCRIPTS } from "../support/readmeCommands";

const labs = labNames(ROOT);

describe("the README", () => {
  const commands = commandsOf(README);

  it("names only scripts that there are", () => {
    expect(commands).to.have.length.greaterThan(8);
    const inHandouts = labs.flatMap((lab) => commandsOf(readFileSync(join(ROOT, lab, "README.md"), "utf8")));
    for (const command of [...commands, ...inHandouts]) {
      const script = /^npm (?:run )?([\w:-]+)/.exec(command)?.[1];
      if (script !== undefined) expect(SCRIPTS, command).to.have.property(script);
    }
  });

  it("gives two commands first: one grades a solution, one runs all tests", () => {
    expect(commands.slice(0, 2)).to.deep.equal(["npm run grade lab1 -- --solution", "npm test"]);
  });

  it("gives options that the commands know", () => {
    const inHandouts = labs.flatMap((lab) =>
      [`${lab}/README.md`, `${lab}/real/README.md`]
        .filter((file) => existsSync(join(ROOT, file)))
        .flatMap((file) => commandsOf(readFileSync(join(ROOT, file), "utf8"))),
    );
    const asked = new Map<string, Set<string>>();
    for (const command of [...commands, ...inHandouts]) {
      const [, script = "", lab = ""] = /^npm run ([\w:-]+)(?: (lab\d))?/.exec(command) ?? [];
      const options = [...command.matchAll(/ (--[a-z][\w-]*)/g)].map(([, option]) => option ?? "");
      // Only `cluster` has options that depend on the lab.
      const help = `${script}${script === "cluster" ? ` ${lab}` : ""}`;
      if (options.length > 0) asked.set(help, new Set([...(asked.get(help) ?? []), ...options]));
    }
    expect([...asked.keys()]).to.include.members(["grade", "explore", "cluster lab5", "lab3:compare"]);
    for (const [command, options] of asked) {
      const [script = "", ...rest] = command.split(" ");
      const { status, output } = runLine(`${SCRIPTS[script] ?? ""} ${rest.join(" ")} --help`);
      expect(status, command).to.equal(0);
      for (const option of options) expect(output, command).to.contain(option);
    }
  }).timeout(60_000);

  it("points to files that there are", () => {
    for (const [, path = ""] of README.matchAll(/\]\(([\w./-]+)\)/g)) {
      expect(() => readFileSync(join(ROOT, path)), path).to.not.throw();
    }
  });
});
