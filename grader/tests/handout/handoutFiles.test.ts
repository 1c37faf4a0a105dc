import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix } from "node:path";
import { handoutFiles } from "../../src/handout/handoutFiles";
import { HANDOUT_WAYS } from "../../src/handout/ways/HandoutRecord";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames, readLab } from "toolkit/labs/readLab";

const ENDS = ["", ".ts", ".d.ts", ".js", "/index.ts"];
const labs = labNames(KIT_ROOT);
/** The kit has no file that is no text. */
const files: ReadonlyMap<string, string> = new Map(
  [...handoutFiles(KIT_ROOT, { labs, ways: HANDOUT_WAYS })].map(([name, content]) => [
    name,
    content.toString(),
  ]),
);

/** All files below a folder of the kit, by relative name; none when there is no such folder. */
function textsBelow(folder: string): Map<string, string> {
  const root = join(KIT_ROOT, folder);
  if (!existsSync(root)) return new Map();
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
    }),
  );
}

/** Lines that everybody writes who waits, or sets the limits that the document of lab 4 names. */
const IDIOMS = [
  "await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));",
  "return new Promise((resolve) => setTimeout(resolve, ms));",
  "async [Symbol.asyncDispose](): Promise<void> {",
  "for (let round = 0; round < ROUNDS; round++) {",
  "const LIMITS: Limits = { keyLength: 1_024, valueLength: 65_536 };",
];

/**
 * What a text says that nobody else says by chance: long lines, and pairs of neighbouring shorter ones. Imports and
 * very short lines are left out.
 */
function sayings(text: string): string[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line.length >= 26 && !/^(import|export \* from|\/\/ eslint)\b/.test(line))
    .filter((line) => !IDIOMS.includes(line));
  const pairs = lines.slice(1).map((line, index) => `${lines[index] ?? ""}\n${line}`);
  return [...lines.filter((line) => line.length >= 45), ...pairs];
}

describe("a student repository", () => {
  const sayingsOf = (wanted: (name: string) => boolean): Set<string> =>
    new Set([...files].filter(([name]) => wanted(name)).flatMap(([, text]) => sayings(text)));
  const handed = sayingsOf(() => true);

  for (const lab of labs) {
    const solution = textsBelow(`solutions/${lab}`);
    /** Signatures and types, which the skeleton has as well. */
    const given = sayingsOf((name) => [...solution.keys()].some((file) => name === `${lab}/${file}`));
    const solved = [...solution.values()].flatMap(sayings).filter((line) => !given.has(line));

    it(`has the skeleton of ${lab}, its tests, and no line of its solution`, () => {
      const { student } = readLab(KIT_ROOT, lab).manifest;
      for (const file of student) expect(files.get(`${lab}/${file}`), file).to.contain("NotImplemented");
      expect([...files.keys()].filter((name) => name.startsWith(`${lab}/tests/`))).to.not.deep.equal([]);
      expect(solved.length).to.be.greaterThan(20);
      const leak =
        solution
          .get(student[0] ?? "")
          ?.split("\n")
          .slice(-12)
          .join("\n") ?? "";
      expect(
        solved.some((saying) => sayings(leak).includes(saying)),
        "a leak would be seen",
      ).to.equal(true);
      expect(solved.filter((saying) => handed.has(saying))).to.deep.equal([]);
    });

    it(`has no line of a wheat or a chaff of ${lab}, and names none`, () => {
      const specimens = textsBelow(`corpus/${lab}`);
      const written = [...specimens].flatMap(([name, text]) => {
        if (name.endsWith(".patch"))
          return sayings([...text.matchAll(/^\+(?!\+\+)(.*)$/gm)].map(([, line]) => line ?? "").join("\n"));
        return name.endsWith(".ts") ? sayings(text) : [];
      });
      expect(written.filter((saying) => handed.has(saying) && !given.has(saying))).to.deep.equal([]);
      const named = [...new Set([...specimens.keys()].flatMap((name) => name.split("/").slice(1, -1)))];
      const all = [...files.values()].join("\n");
      expect(named.filter((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(all))).to.deep.equal([]);
    });
  }

  it("has no folder of solutions, of the corpus, or of the kit's own tests, and no teacher's command", () => {
    const names = [...files.keys()].join("\n");
    expect(names).to.not.match(
      /^solutions\/|corpus|templates|^(toolkit|grader|labrpc|checker|harness|picture|cluster)\/tests\//m,
    );
    const { scripts } = JSON.parse(files.get("package.json") ?? "") as { scripts: Record<string, string> };
    expect(scripts).to.include.keys(
      "grade",
      "demo",
      "verify",
      "explore",
      "replay",
      "scenarios",
      "debug",
      "puzzle",
    );
    expect(scripts).to.not.have.any.keys(
      "corpus",
      "handout",
      "strategies",
      "new-lab",
      "check-lab",
      "test",
      "bench",
      "judges",
      "puzzles",
    );
    expect(names).to.not.match(/new-?lab/i);
    for (const command of Object.values(scripts))
      expect(files.has(command.split(" ")[1] ?? ""), command).to.equal(true);
  });

  it("says nowhere how to run the kit's own tests", () => {
    const pages = [...files].filter(([name]) => name.endsWith(".md"));
    expect(pages.filter(([, text]) => text.includes("npm test")).map(([name]) => name)).to.deep.equal([]);
  });

  it("debugs a lab's test and a counterexample in an editor, and not the kit's own tests", () => {
    const { configurations } = JSON.parse(files.get(".vscode/launch.json") ?? "") as {
      configurations: { name: string }[];
    };
    expect(configurations.map(({ name }) => name)).to.deep.equal([
      "Debug one lab test",
      "Debug the smallest counterexample",
    ]);
  });

  it("makes an editor ready: tasks, tests, extensions, and a container", () => {
    const json = (name: string): Record<string, unknown> =>
      JSON.parse(files.get(name)?.toString() ?? "") as Record<string, unknown>;
    const { tasks } = json(".vscode/tasks.json") as { tasks: { label: string; args: string[] }[] };
    expect(tasks.map(({ label }) => label)).to.include.members(["grade the lab", "verify the lab"]);
    const scripts = json("package.json").scripts as Record<string, string>;
    for (const { args } of tasks) if (args[0] === "run") expect(scripts).to.have.property(args[2] ?? "");
    const { recommendations } = json(".vscode/extensions.json") as { recommendations: string[] };
    expect(recommendations).to.include("hbenl.vscode-mocha-test-adapter");
    const settings = json(".vscode/settings.json");
    expect(files.has(settings["mochaExplorer.configFile"] as string)).to.equal(true);
    expect(settings["mochaExplorer.files"]).to.include("lab1/tests/*.test.ts");
    expect(json(".devcontainer/devcontainer.json").postCreateCommand).to.match(/^npm ci /);
  });

  it("imports nothing that was left behind", () => {
    const missing = [...files].flatMap(([name, text]) => {
      if (!/\.(ts|js)$/.test(name)) return [];
      const imports = text.matchAll(/(?:from|import\(|require\() ?"(\.[^"]*)"/g);
      // The text that a bundler gets names paths from the root.
      const paths = [...imports].map(([, path = ""]) => [
        posix.join(dirname(name), path),
        posix.normalize(path),
      ]);
      return paths
        .filter((path) => !ENDS.some((end) => path.some((start) => files.has(start + end))))
        .map(([path]) => `${name}: ${String(path)}`);
    });
    expect(missing).to.deep.equal([]);
  });

  it("brings the packages that its programs import, and none of those that only the kit's tests use", () => {
    const { packages } = JSON.parse(files.get("package-lock.json") ?? "") as { packages: object };
    const imports = [...files].flatMap(([name, text]) => {
      if (!/\.(ts|js)$/.test(name)) return [];
      const found = text.matchAll(
        /^(?:import|export|\} from|const) .*?(?:from |require\()"((?:@[\w-]+\/)?[\w:-]+)/gm,
      );
      return [...found].map(([, specifier = ""]) => specifier);
    });
    const wanted = new Set(imports.filter((name) => !isBuiltin(name) && !name.startsWith("lab")));
    expect([...wanted]).to.include.members(["zod", "esbuild", "zeromq", "checker"]);
    for (const name of [...wanted, "ts-node"])
      expect(packages, name).to.have.property(`node_modules/${name}`);
    for (const name of ["eslint", "playwright-core", "ctrf", "ioredis", "c8"])
      expect(packages, name).to.not.have.property(`node_modules/${name}`);
  });

  it("of labs without a real system leaves out what only these need", () => {
    const few = handoutFiles(KIT_ROOT, { labs: ["lab1", "lab2"], ways: HANDOUT_WAYS });
    const { packages } = JSON.parse(few.get("package-lock.json")?.toString() ?? "") as {
      packages: Record<string, { workspaces?: string[] }>;
    };
    expect([...few.keys()].filter((name) => name.startsWith("cluster/"))).to.deep.equal([]);
    expect(packages[""]?.workspaces).to.deep.equal([
      "toolkit",
      "labrpc",
      "checker",
      "harness",
      "grader",
      "picture",
    ]);
    expect(packages).to.include.keys("node_modules/grader", "node_modules/zod", "node_modules/buffer");
    for (const name of ["labcluster", "zeromq", "vega", "fastify"])
      expect(packages, name).to.not.have.property(`node_modules/${name}`);
  });

  it("names in its README the commands of each lab that is a real system", () => {
    const real = /npm run (?!grade|demo|verify|explore|tour|completion|scenarios)[\w:]+/g;
    const named = (...chosen: string[]): string[] =>
      handoutFiles(KIT_ROOT, { labs: chosen, ways: [] }).get("README.md")?.toString().match(real) ?? [];
    expect(named("lab1")).to.deep.equal([]);
    const ofLab5 = ["cluster", "server", "client", "dashboard", "lab5:throughput"].map(
      (name) => `npm run ${name}`,
    );
    expect(named("lab5")).to.deep.equal(ofLab5);
    expect(named("lab3")).to.deep.equal(["npm run lab3", "npm run lab3:compare"]);
  });

  it("names in its README the scenarios, which come first", () => {
    const text = handoutFiles(KIT_ROOT, { labs: ["lab1"], ways: [] })
      .get("README.md")
      ?.toString();
    expect(text).to.contain("`client.ts`, `server.ts`, `scenarios.ts`");
    expect(text).to.match(/npm run scenarios lab1\nnpm run demo lab1\n/);
    expect(text).to.contain("[docs/scenarios.md](docs/scenarios.md)");
  });

  it("links to files that it has", () => {
    for (const name of ["README.md", ...labs.map((lab) => `${lab}/README.md`)]) {
      for (const [, path = ""] of (files.get(name) ?? "").matchAll(/\]\(([\w./-]+)\)/g)) {
        expect(files.has(posix.join(dirname(name), path)), `${name}: ${path}`).to.equal(true);
      }
    }
  });
});
