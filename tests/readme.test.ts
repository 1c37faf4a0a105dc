import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const root = join(__dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const handout = readFileSync(join(root, "lab1", "README.md"), "utf8");
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
    env: { ...process.env, NODE_V8_COVERAGE: "", FORCE_COLOR: "0" },
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

describe("the README", () => {
  const commands = commandsOf(readme);

  it("names only scripts that there are", () => {
    expect(commands).to.have.length.greaterThan(8);
    for (const command of [...commands, ...commandsOf(handout)]) {
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

  it("gives options that the command knows", () => {
    const { status, output } = runCommand("npm run grade -- --help");
    expect(status).to.equal(0);
    for (const option of readme.matchAll(/--(?:part|test|seed|watch|submission|json|solution)\b/g)) {
      expect(output).to.contain(option[0]);
    }
  });

  it("points to files that there are", () => {
    for (const [, path = ""] of readme.matchAll(/\]\(([\w./-]+)\)/g)) {
      expect(() => readFileSync(join(root, path)), path).to.not.throw();
    }
  });
});

describe("the handout of lab 1", () => {
  it("says how long our own solution is", () => {
    for (const file of ["client.ts", "server.ts", "types.ts"]) {
      const lines = readFileSync(join(root, "solutions", "lab1", file), "utf8")
        .trimEnd()
        .split("\n").length;
      expect(handout).to.match(
        new RegExp(`\\b${String(lines)} (lines )?in \`${file.replace(".", "\\.")}\``),
        file,
      );
    }
  });

  it("names every test, and the points of each part", () => {
    const manifest = JSON.parse(readFileSync(join(root, "lab1", "lab.json"), "utf8")) as {
      tests: { name: string; part: number; points: number }[];
    };
    for (const { name } of manifest.tests) expect(handout).to.contain(`\`${name}\``);
    for (const part of [1, 2, 3]) {
      const points = manifest.tests
        .filter((test) => test.part === part)
        .reduce((sum, test) => sum + test.points, 0);
      expect(handout).to.match(new RegExp(`## Part ${String(part)}: .*\\(${String(points)} points\\)`));
    }
  });
});
