import { expect } from "chai";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix } from "node:path";
import { handout } from "../src/handout/handout";
import { handoutFiles } from "../src/handout/handoutFiles";
import { hashesAfter, planUpdate, type Change } from "../src/handout/planUpdate";
import { hashOf, WAYS, type HandoutRecord } from "../src/handout/HandoutRecord";
import { pruneLock } from "../src/handout/pruneLock";
import { KIT_ROOT } from "../src/kitRoot";
import { labNames, readLab } from "../src/labs/readLab";
import { runCommand, type Ran } from "./support/runGrade";
import { temporaryFolder } from "./support/temporaryFolder";
import { temporaryKit } from "./support/temporaryKit";

const ENDS = ["", ".ts", ".d.ts", ".js", "/index.ts"];
const labs = labNames(KIT_ROOT);
/** The kit has no file that is no text. */
const files: ReadonlyMap<string, string> = new Map(
  [...handoutFiles(KIT_ROOT, { labs, ways: WAYS })].map(([name, content]) => [name, content.toString()]),
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

describe("a hand-out", () => {
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
      const specimens = textsBelow(`grader/corpus/${lab}`);
      const written = [...specimens].flatMap(([name, text]) => {
        if (name.endsWith(".patch"))
          return sayings([...text.matchAll(/^\+(?!\+\+)(.*)$/gm)].map(([, line]) => line ?? "").join("\n"));
        return name.endsWith(".ts") ? sayings(text) : [];
      });
      expect(written.filter((saying) => handed.has(saying) && !given.has(saying))).to.deep.equal([]);
      const named = [...new Set([...specimens.keys()].map((name) => name.split("/")[1] ?? ""))];
      const all = [...files.values()].join("\n");
      expect(named.filter((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(all))).to.deep.equal([]);
    });
  }

  it("has no folder of solutions, of the corpus, or of the kit's own tests, and no teacher's command", () => {
    const names = [...files.keys()].join("\n");
    expect(names).to.not.match(
      /^solutions\/|corpus|templates|^(grader|labrpc|checker|picture|cluster)\/tests\//m,
    );
    const { scripts } = JSON.parse(files.get("package.json") ?? "") as { scripts: Record<string, string> };
    expect(scripts).to.include.keys("grade", "demo", "verify", "explore", "replay");
    expect(scripts).to.not.have.any.keys("corpus", "handout", "strategies", "new-lab", "test", "bench");
    expect(names).to.not.match(/new-?lab/i);
    for (const command of Object.values(scripts))
      expect(files.has(command.split(" ")[1] ?? ""), command).to.equal(true);
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
    const few = handoutFiles(KIT_ROOT, { labs: ["lab1", "lab2"], ways: WAYS });
    const { packages } = JSON.parse(few.get("package-lock.json")?.toString() ?? "") as {
      packages: Record<string, { workspaces?: string[] }>;
    };
    expect([...few.keys()].filter((name) => name.startsWith("cluster/"))).to.deep.equal([]);
    expect(packages[""]?.workspaces).to.deep.equal(["labrpc", "checker", "grader", "picture"]);
    expect(packages).to.include.keys("node_modules/grader", "node_modules/zod", "node_modules/buffer");
    for (const name of ["labcluster", "zeromq", "vega", "fastify"])
      expect(packages, name).to.not.have.property(`node_modules/${name}`);
  });

  it("names in its README the commands of each lab that is a real system", () => {
    const real = /npm run (?!grade|demo|verify|explore)[\w:]+/g;
    const named = (...chosen: string[]): string[] =>
      handoutFiles(KIT_ROOT, { labs: chosen, ways: [] }).get("README.md")?.toString().match(real) ?? [];
    expect(named("lab1")).to.deep.equal([]);
    const ofLab5 = ["cluster", "server", "client", "dashboard"].map((name) => `npm run ${name}`);
    expect(named("lab5")).to.deep.equal(ofLab5);
    expect(named("lab3")).to.deep.equal(["npm run lab3", "npm run lab3:compare"]);
  });

  it("links to files that it has", () => {
    for (const name of ["README.md", ...labs.map((lab) => `${lab}/README.md`)]) {
      for (const [, path = ""] of (files.get(name) ?? "").matchAll(/\]\(([\w./-]+)\)/g)) {
        expect(files.has(posix.join(dirname(name), path)), `${name}: ${path}`).to.equal(true);
      }
    }
  });
});

describe("npm run handout", () => {
  const run = (...args: string[]): Promise<Ran> =>
    runCommand(handout, args, { root: KIT_ROOT, cwd: KIT_ROOT });
  const student = "lab1/client.ts";

  it("makes a repository, and says how many files it has", async () => {
    const out = temporaryFolder();
    const { code, out: said } = await run(out, "--labs", "lab1");
    expect(code).to.equal(0);
    expect(said).to.match(/a new hand-out with lab1, \d+ files/);
    expect(readdirSync(out)).to.include.members(["lab1", "grader", "package.json", ".github", "README.md"]);
    expect(readdirSync(out)).to.not.include("lab2");
  });

  it("brings it up to date without touching what a student wrote, and says what it changed", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const at = (file: string): string => join(out, file);
    writeFileSync(at(student), "// a student's work\n");
    writeFileSync(at("lab1/Mine.ts"), "// more of it\n");
    // As an older kit would have left it.
    const record = JSON.parse(readFileSync(at(".handout.json"), "utf8")) as { files: Record<string, string> };
    for (const file of [student, "lab1/harness.ts"]) record.files[file] = hashOf("older");
    writeFileSync(at("lab1/harness.ts"), "older");
    writeFileSync(at("lab1/gone.ts"), "older");
    record.files["lab1/gone.ts"] = hashOf("older");
    writeFileSync(at(".handout.json"), JSON.stringify(record));

    const { out: said } = await run(out, "--labs", "lab2");
    expect(readFileSync(at(student), "utf8")).to.equal("// a student's work\n");
    expect(readFileSync(at("lab1/Mine.ts"), "utf8")).to.equal("// more of it\n");
    expect(readFileSync(at("lab1/harness.ts"), "utf8")).to.equal(files.get("lab1/harness.ts"));
    expect(existsSync(at("lab1/gone.ts"))).to.equal(false);
    expect(existsSync(at("lab2/lab.json"))).to.equal(true);
    expect(said).to.match(/Added:\n(.*\n)*? {2}lab2\/lab\.json\n/);
    expect(said).to.match(/Updated:\n(.*\n)*? {2}lab1\/harness\.ts\n/);
    expect(said).to.contain("Removed:\n  lab1/gone.ts\n");
    const kept = /Left alone.*something new there:\n {2}lab1\/client\.ts\n\nTo have the kit's/;
    expect(said).to.match(kept);
    expect(said).to.match(/lab1 stayed: --labs adds labs\./);
    const again = (await run(out)).out;
    expect(again, "what was kept is told as long as it differs").to.match(kept);
    expect(again).to.not.match(/up to date|stayed|Added|Updated|Removed/);
    // As the kit left it before; now it is nobody's work.
    writeFileSync(at(student), "older");
    expect((await run(out)).out).to.contain("Updated:\n  lab1/client.ts\n");
    expect((await run(out)).out).to.equal(`${out}: a hand-out with lab1, lab2, up to date\n`);
  });

  it("says which files of the kit somebody changed or deleted, and nothing of those that students write", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const spec = "lab1/tests/part1.test.ts";
    for (const file of [student, "lab1/types.ts", spec]) writeFileSync(join(out, file), "// changed\n");
    rmSync(join(out, "docs/formats.md"));
    const { code, out: said } = await run(out);
    expect(code).to.equal(0);
    expect(said).to.equal(`${out}: a hand-out with lab1, up to date

Left alone, since somebody changed or deleted them; the kit has nothing new there:
  docs/formats.md
  ${spec}

To have the kit's, make a hand-out in a new folder, and copy them from there.
`);
    cpSync(join(KIT_ROOT, spec), join(out, spec));
    writeFileSync(join(out, "docs/formats.md"), files.get("docs/formats.md") ?? "");
    expect((await run(out)).out).to.equal(`${out}: a hand-out with lab1, up to date\n`);
  });

  it("puts other ways of grading in the place of those that there were", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const { out: said } = await run(out, "--grading", "classroom");
    expect(said).to.contain("Added:\n  .github/workflows/classroom.yml\n");
    expect(said).to.contain("Removed:\n  .github/workflows/grade.yml\n");
    expect((await run(out)).out).to.contain("up to date");
  });

  it("says which lab has left the kit, and what to do", async () => {
    const root = temporaryKit();
    for (const lab of ["lab1", "lab2"]) cpSync(join(KIT_ROOT, lab), join(root, lab), { recursive: true });
    const [both, second] = [temporaryFolder(), temporaryFolder()];
    const inKit = (...args: string[]): Promise<Ran> => runCommand(handout, args, { root, cwd: root });
    await inKit(both);
    await inKit(second, "--labs", "lab2");
    writeFileSync(join(both, "lab2/client.ts"), "// work\n");
    rmSync(join(root, "lab2"), { recursive: true });

    const { code, out: said } = await inKit(both);
    expect(code).to.equal(0);
    expect(said).to.contain("a hand-out with lab1\n\nlab2 has left the kit: ").and.to.contain("--labs lab2");
    expect(said).to.contain("something new there:\n  lab2/client.ts\n");
    expect(existsSync(join(both, "lab2/harness.ts"))).to.equal(false);
    const before = readdirSync(second, { recursive: true });
    const refused = await inKit(second);
    expect(refused.code).to.equal(2);
    expect(refused.errors).to.contain("in the kit (lab1), got none: lab2 left it; put it back");
    expect(readdirSync(second, { recursive: true })).to.deep.equal(before);

    cpSync(join(KIT_ROOT, "lab2"), join(root, "lab2"), { recursive: true });
    await inKit(both, "--labs", "lab2");
    expect(readFileSync(join(both, "lab2/harness.ts"), "utf8")).to.equal(files.get("lab2/harness.ts"));
    expect(readFileSync(join(both, "lab2/client.ts"), "utf8")).to.equal("// work\n");
  });

  it("hands out pictures as they are", async () => {
    const root = temporaryKit();
    cpSync(join(KIT_ROOT, "lab1"), join(root, "lab1"), { recursive: true });
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);
    writeFileSync(join(root, "lab1/picture.png"), picture);
    const out = temporaryFolder();
    const inKit = (): Promise<Ran> => runCommand(handout, [out], { root, cwd: root });
    await inKit();
    expect(readFileSync(join(out, "lab1/picture.png"))).to.deep.equal(picture);
    expect((await inKit()).out).to.contain("up to date");
  });

  it("hands out stubs, no code that somebody wrote in their place, and no litter", async () => {
    const root = temporaryKit();
    cpSync(join(KIT_ROOT, "lab1"), join(root, "lab1"), { recursive: true });
    writeFileSync(join(root, "lab1/.DS_Store"), "");
    const out = temporaryFolder();
    const inKit = (...args: string[]): Promise<Ran> => runCommand(handout, args, { root, cwd: root });
    expect((await inKit(out)).code).to.equal(0);
    expect(existsSync(join(out, "lab1/.DS_Store"))).to.equal(false);
    // The stub's import is easily left behind.
    const solution = readFileSync(join(KIT_ROOT, "solutions/lab1/server.ts"), "utf8");
    writeFileSync(join(root, "lab1/server.ts"), `import { NotImplemented } from "labrpc";\n${solution}`);
    for (const folder of [out, temporaryFolder()]) {
      const { code, errors } = await inKit(folder);
      expect(code).to.equal(2);
      expect(errors).to.contain("expected stubs in lab1/server.ts, got code that throws no NotImplemented");
    }
    expect(readFileSync(join(out, "lab1/server.ts"), "utf8")).to.equal(files.get("lab1/server.ts"));
  });

  it("refuses a folder with other files, a file, the kit itself, and unknown labs and ways", async () => {
    const other = temporaryFolder({ "thesis.txt": "" });
    const recordOf = (hashes: HandoutRecord["files"]): string =>
      JSON.stringify({ schema: "handout/v1", labs: ["lab1"], ways: ["actions"], files: hashes });
    const folderForFile = temporaryFolder({ ".handout.json": recordOf({}) });
    mkdirSync(join(folderForFile, "docs/formats.md"), { recursive: true });
    const wrong: [string[], RegExp][] = [
      [[other], /expected a new or empty folder/],
      [[join(other, "thesis.txt")], /which is a file/],
      [[join(KIT_ROOT, "student")], /outside of the kit/],
      [[temporaryFolder(), "--labs", "lab99"], /expected the name of a lab/],
      [[temporaryFolder(), "--grading", "moodle"], /actions, classroom, classroom50, got moodle/],
      [[temporaryFolder(), "--labs", ","], /Expected names, apart by commas, got ","/],
      [[temporaryFolder({ ".handout.json": "{}" })], /\.handout\.json/],
      [[temporaryFolder({ ".handout.json": recordOf({ "../thesis.txt": "" }) })], /as the kit wrote it/],
      [[temporaryFolder({ ".handout.json": recordOf({ "C:\\thesis.txt": "" }) })], /as the kit wrote it/],
      [[folderForFile], /expected docs\/formats\.md in .* to be a file, got a folder/],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await run(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(errors).to.match(message);
    }
    expect(existsSync(join(KIT_ROOT, "student"))).to.equal(false);
  });
});

describe("planUpdate", () => {
  const record = (content: Record<string, string>): Parameters<typeof planUpdate>[1] => ({
    schema: "handout/v1",
    labs: [],
    ways: [],
    files: Object.fromEntries(Object.entries(content).map(([name, text]) => [name, hashOf(text)])),
  });
  const cases: [
    string,
    string | undefined,
    string | undefined,
    string | undefined,
    Change["kind"] | undefined,
  ][] = [
    ["a new file", undefined, undefined, "b", "added"],
    ["an untouched file", "a", "a", "b", "updated"],
    ["an untouched file with other ends of lines", "a\n", "a\r\n", "b", "updated"],
    ["a touched file", "a", "mine", "b", "kept"],
    ["a touched file without news", "a", "mine", "a", "different"],
    ["a deleted file", "a", undefined, "b", "kept"],
    ["a deleted file without news", "a", undefined, "a", "different"],
    ["a file of the student's with the name of a new one", undefined, "mine", "b", "kept"],
    ["a dropped file", "a", "a", undefined, "removed"],
    ["a dropped file that was touched", "a", "mine", undefined, "kept"],
    ["a file that is as it should be", "a", "b", "b", undefined],
  ];
  for (const [title, before, there, wanted, kind] of cases) {
    it(`${kind ?? "nothing"} for ${title}`, () => {
      const last = record(before === undefined ? {} : { f: before });
      const changes = planUpdate(new Map(wanted === undefined ? [] : [["f", wanted]]), last, () => there);
      expect(changes).to.deep.equal(kind === undefined ? [] : [{ kind, file: "f" }]);
    });
  }
});

describe("planUpdate, of files that are there to be changed", () => {
  const last = (text: string): HandoutRecord => ({
    schema: "handout/v1",
    labs: [],
    ways: [],
    files: { f: hashOf(text) },
  });
  const kinds = (before: string, there: string | undefined): string[] =>
    planUpdate(new Map([["f", "a"]]), last(before), () => there, new Set(["f"])).map(({ kind }) => kind);

  it("says nothing of changes, but of news, and of a file that is gone", () => {
    expect(kinds("a", "mine")).to.deep.equal([]);
    expect(kinds("older", "mine")).to.deep.equal(["kept"]);
    expect(kinds("a", undefined)).to.deep.equal(["different"]);
  });
});

describe("hashesAfter", () => {
  it("keeps the hash of what an earlier run wrote, where it did not write now", () => {
    const last: HandoutRecord = {
      schema: "handout/v1",
      labs: [],
      ways: [],
      files: { kept: hashOf("older"), updated: hashOf("older") },
    };
    const wanted = new Map([
      ["kept", "new"],
      ["updated", "new"],
      ["added", "new"],
      ["there already", "new"],
    ]);
    const there: Readonly<Record<string, string>> = {
      kept: "mine",
      updated: "older",
      "there already": "mine",
    };
    const changes = planUpdate(wanted, last, (file) => there[file]);
    expect(hashesAfter(wanted, last, changes)).to.deep.equal({
      kept: hashOf("older"),
      updated: hashOf("new"),
      added: hashOf("new"),
    });
  });
});

describe("pruneLock", () => {
  it("keeps what is needed, from where Node would take it", () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        "": { devDependencies: { a: "1", gone: "1" } },
        tool: { dependencies: { b: "2" } },
        "node_modules/tool": { resolved: "tool", link: true },
        "node_modules/a": { version: "1", dependencies: { b: "1" } },
        "node_modules/a/node_modules/b": { version: "1", dependencies: { c: "1" } },
        "node_modules/b": { version: "2" },
        "node_modules/c": { version: "1", devDependencies: { d: "1" } },
        "node_modules/d": { version: "1" },
        "node_modules/gone": { version: "1" },
      },
    };
    const manifests = new Map([
      ["", { name: "kit", devDependencies: { a: "1" } }],
      ["tool", { name: "tool", dependencies: { b: "2" } }],
    ]);
    const { packages } = pruneLock(lock, manifests);
    const left = Object.keys(lock.packages).filter(
      (key) => !["node_modules/d", "node_modules/gone"].includes(key),
    );
    expect(Object.keys(packages)).to.deep.equal(left);
    expect(packages[""]).to.deep.equal({ devDependencies: { a: "1" } });
  });
});
