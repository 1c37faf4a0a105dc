import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { labNames, readLab } from "toolkit/labs/readLab";
import { withTables } from "../scripts/tables";

const root = join(__dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const handoutOf = (kit: string, lab: string): string => readFileSync(join(kit, lab, "README.md"), "utf8");
const labs = labNames(root);
/** What `npm run new-lab` makes labs of has the shape of a kit. */
const templates = join(root, "grader", "templates");
const scripts = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

/** The commands in the README's code blocks, line by line. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/```(?:sh)?\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  const lines = blocks
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/\s{2,}#.*$/, "").trim());
  return lines.filter((line) => /^(npm|npx) /.test(line));
}

interface Ran {
  status: number | null;
  output: string;
}

function runCommand(command: string): Ran {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: root,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "0" },
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

describe("the README", () => {
  const commands = commandsOf(readme);

  it("names only scripts that there are", () => {
    expect(commands).to.have.length.greaterThan(8);
    const inHandouts = labs.flatMap((lab) => commandsOf(handoutOf(root, lab)));
    for (const command of [...commands, ...inHandouts]) {
      const script = /^npm (?:run )?([\w:-]+)/.exec(command)?.[1];
      if (script !== undefined) expect(scripts, command).to.have.property(script);
    }
  });

  it("gives two commands first: one grades a solution, one runs all tests", () => {
    expect(commands.slice(0, 2)).to.deep.equal(["npm run grade lab1 -- --solution", "npm test"]);
  });

  it("gives a first command that gets full marks", () => {
    const { status, output } = runCommand(commands[0] ?? "");
    expect(output).to.contain("100 of 100 points");
    expect(status).to.equal(0);
  }).timeout(60_000);

  for (const command of commands.filter(
    (line) => /^npm run grade/.test(line) && !/--watch|path\/to|--solution/.test(line),
  )) {
    it(`gives a command that works on the skeleton: ${command}`, () => {
      const { status, output } = runCommand(command);
      expect(output).to.match(/Score.*: 0 of \d+ points/);
      expect(status).to.equal(1);
    }).timeout(60_000);
  }

  for (const lab of labs) {
    it(`gives a demonstration and a quick check that work on the solution of ${lab}`, () => {
      // A lab can do without demonstrations.
      if (existsSync(join(root, lab, "demo.ts"))) {
        const shown = runCommand(`npm run demo ${lab} -- --solution`);
        expect(shown.output).to.contain("demonstrations finished");
        expect(shown.status).to.equal(0);
      }
      const checked = runCommand(`npm run verify ${lab} -- --solution`);
      expect(checked.output).to.match(/(\d+) of \1 tests passed/);
      expect(checked.status).to.equal(0);
    }).timeout(60_000);
  }

  for (const command of ["npm run demo lab2", "npm run verify lab2"]) {
    it(`gives a command that works on the skeleton: ${command}`, () => {
      const { status, output } = runCommand(command);
      expect(commands).to.contain(command);
      expect(output).to.match(/NotImplemented|not written yet/);
      expect(status).to.equal(1);
    }).timeout(60_000);
  }

  it("gives options that the commands know", () => {
    const inHandouts = labs.flatMap((lab) =>
      [`${lab}/README.md`, `${lab}/real/README.md`]
        .filter((file) => existsSync(join(root, file)))
        .flatMap((file) => commandsOf(readFileSync(join(root, file), "utf8"))),
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
      const { status, output } = runCommand(`${scripts[script] ?? ""} ${rest.join(" ")} --help`);
      expect(status, command).to.equal(0);
      for (const option of options) expect(output, command).to.contain(option);
    }
  }).timeout(60_000);

  it("points to files that there are", () => {
    for (const [, path = ""] of readme.matchAll(/\]\(([\w./-]+)\)/g)) {
      expect(() => readFileSync(join(root, path)), path).to.not.throw();
    }
  });
});

for (const { kit, lab } of [...labs.map((lab) => ({ kit: root, lab })), { kit: templates, lab: "labN" }]) {
  describe(`the handout of ${lab}`, () => {
    const handout = handoutOf(kit, lab);
    const { manifest } = readLab(kit, lab);

    it("says how long our own solution is", () => {
      const said = [...handout.matchAll(/\b(\d+) (?:lines )?in `([\w.]+)`/g)];
      expect(said.map(([, , file]) => file)).to.include.members(manifest.student);
      for (const [, lines, file = ""] of said) {
        const text = readFileSync(join(kit, "solutions", lab, file), "utf8");
        expect(Number(lines), file).to.equal(text.trimEnd().split("\n").length);
      }
    });

    it("names every test, and the points of each part", () => {
      const { parts, tests } = manifest;
      for (const { name } of tests) expect(handout).to.contain(`\`${name}\``);
      for (const { part, optional } of parts) {
        const points = tests.filter((test) => test.part === part).reduce((sum, test) => sum + test.points, 0);
        const [title, unit] = optional === true ? [", optional: ", "points apart"] : [": ", "points"];
        expect(handout).to.match(
          new RegExp(`## Part ${String(part)}${title}.*\\(${String(points)} ${unit}\\)`),
        );
      }
    });

    it("has the tables that the code gives", () => {
      expect(withTables(`${lab}/README.md`, handout)).to.equal(handout);
    });

    it("names every file of the lab", () => {
      for (const file of readdirSync(join(kit, lab)).filter((name) => name.endsWith(".ts"))) {
        if (file !== "errorTable.ts") expect(handout, file).to.contain(`\`${file}\``);
      }
    });
  });
}

describe("the tables", () => {
  it("need their place in the text", () => {
    expect(() => withTables("lab2/README.md", "no comments")).to.throw("expected <!-- errors: …");
  });
});
