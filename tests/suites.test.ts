import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { labNames, readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { longestTestFilesFirst } from "../scripts/unit/longestTestFilesFirst";
import { nextShareOfTestFiles } from "../scripts/unit/nextShareOfTestFiles";
import { passAlone } from "../scripts/unit/passAlone";
import { runMocha } from "../scripts/unit/runMocha";
import { unitTestSuites } from "../scripts/unit/unitTestFiles";
import { TestTimes } from "../scripts/unit/TestTimes";

const ROOT = join(__dirname, "..");
/** Whatever lies there is graded, or made by a command: no test of the kit's. */
const MATERIAL = /(^|\/)(fixtures|templates)\/|^grader\/tour\/|^(corpus|attacks\/corpus|attacks\/base)\//;

/** Each file that looks like a test, wherever it is. */
function everyTestFile(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|reports|coverage|\.git)$/.test(entry.name) ? [] : everyTestFile(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

function scriptOf(folder: string): string | undefined {
  const text = readFileSync(join(ROOT, folder, "package.json"), "utf8");
  return (JSON.parse(text) as { scripts?: Record<string, string> }).scripts?.test;
}

describe("the suites", () => {
  const suites = unitTestSuites(ROOT);

  it("have every file of tests, and each of them once", () => {
    const ofLabs = labNames(ROOT).flatMap((lab) =>
      readLab(ROOT, lab).specs.map((file) => file.slice(ROOT.length + 1).replaceAll("\\", "/")),
    );
    const units = suites.flatMap(({ files }) => files);
    const wanted = everyTestFile().filter((file) => !MATERIAL.test(file));
    expect([...units, ...ofLabs].sort()).to.deep.equal(wanted.sort());
  });

  it("are run by the package's own `npm test` as well", () => {
    for (const { folder, files } of suites.filter((suite) => suite.folder !== ".")) {
      expect(scriptOf(folder), folder).to.equal('mocha "tests/**/*.test.ts"');
      for (const file of files)
        expect(file).to.satisfy((path: string) => path.startsWith(`${folder}/tests/`));
    }
    expect(suites.map(({ folder }) => folder)).to.include.members([".", "toolkit", "labrpc", "grader"]);
  });

  it("know a new lab's real system, and a new package, without being told", () => {
    const root = temporaryFolder({
      "package.json": "{}",
      "lab6/lab.json": "{}",
      "lab6/tests/part1.test.ts": "",
      "lab6/real/tests/kill.test.ts": "",
      "harness/package.json": "{}",
      "harness/tests/deep/er.test.ts": "",
      "harness/tests/fixtures/lab/tests/x.test.ts": "",
      "corpus/lab6/wheats/one/tests/x.test.ts": "",
      "node_modules/other/tests/x.test.ts": "",
    });
    expect(unitTestSuites(root)).to.deep.equal([
      { folder: "harness", files: ["harness/tests/deep/er.test.ts"] },
      { folder: ".", files: ["lab6/real/tests/kill.test.ts"] },
    ]);
  });
});

describe("longestTestFilesFirst", () => {
  it("goes by what was measured, and by what a file asks for before its first run", () => {
    const root = temporaryFolder({
      "quick.test.ts": "",
      "patient.test.ts": "this.timeout(120_000);",
      "real.test.ts": "this.timeout(5000); it.timeout(60_000);",
      "known.test.ts": "this.timeout(300_000);",
    });
    const files = ["quick.test.ts", "patient.test.ts", "real.test.ts", "known.test.ts"];
    const times = new TestTimes(root);
    times.write(join(root, "known.test.ts"), 80_000);
    expect(longestTestFilesFirst(root, files, times).map(({ file }) => file)).to.deep.equal([
      "patient.test.ts",
      "known.test.ts",
      "real.test.ts",
      "quick.test.ts",
    ]);
  });
});

describe("nextShareOfTestFiles", () => {
  it("gives large shares first and small ones last, each file once", () => {
    const queue = Array.from({ length: 32 }, (_, index) => ({ file: String(index), ms: 100 }));
    const shares: string[][] = [];
    for (
      let share = nextShareOfTestFiles(queue, 2, 3200);
      share.length > 0;
      share = nextShareOfTestFiles(queue, 2, 3200)
    )
      shares.push(share);
    expect(shares.map(({ length }) => length)).to.deep.equal([8, 6, 5, 4, 3, 2, 2, 2]);
    expect(shares.flat()).to.deep.equal(Array.from({ length: 32 }, (_, index) => String(index)));
  });

  it("gives no more than some two dozen files, since how long one takes may be a guess", () => {
    const queue = Array.from({ length: 100 }, (_, index) => ({ file: String(index), ms: 1 }));
    expect(nextShareOfTestFiles(queue, 1, 100)).to.have.length(24);
    expect(queue).to.have.length(76);
  });
});

describe("runMocha", function () {
  this.timeout(30_000);

  async function outcomeOf(source: string): Promise<{ outcome: unknown; printed: string; files: string[] }> {
    const folder = temporaryFolder({ "some.test.js": source, "fine.test.js": 'it("is fine", () => {});' });
    const files = ["some.test.js", "fine.test.js"].map((name) => relative(ROOT, join(folder, name)));
    let printed = "";
    const outcome = await runMocha(ROOT, files, { env: process.env, print: (text) => (printed += text) });
    return { outcome, printed, files: files.map((file) => file.split(sep).join("/")) };
  }

  it("tells the failures alone, behind whatever passed", async () => {
    const { outcome, printed, files } = await outcomeOf(
      'it("sees 1 failing star"); it("adds", () => { throw new Error("three"); });',
    );
    expect(printed).to.contain("is fine");
    expect(outcome).to.deep.include({ kind: "failed", files: files.slice(0, 1) });
    expect(outcome).to.have.property("told").that.contains("1 failing").and.contains("Error: three");
    expect(outcome).to.have.property("told").that.does.not.contain("is fine").and.not.contain("star");
  });

  it("tells everything when mocha does not come to its end", async () => {
    const { outcome, files } = await outcomeOf('console.log("here"); process.exit(7);');
    expect(outcome).to.deep.include({ kind: "failed", files });
    expect(outcome).to.have.property("told").that.contains("here").and.contains("exit code 7: ");
  });

  it("finds the file of a hook that failed", async () => {
    const { outcome, files } = await outcomeOf(
      'describe("a", () => { before(() => { throw new Error("no"); }); it("runs", () => {}); });',
    );
    expect(outcome).to.deep.include({ kind: "failed", files: files.slice(0, 1) });
  });

  it("tells nothing when all passed", async () => {
    expect((await outcomeOf('it("is fine", () => {});')).outcome).to.deep.equal({ kind: "passed" });
  });
});

describe("passAlone", function () {
  this.timeout(30_000);

  async function alone(...sources: string[]): Promise<{ passed: boolean; printed: string }> {
    const named = sources.map((source, index) => [`${String(index)}.test.js`, source] as const);
    const folder = temporaryFolder(Object.fromEntries(named));
    const files = named.map(([name]) => relative(ROOT, join(folder, name)).split(sep).join("/"));
    let printed = "";
    const passed = await passAlone(ROOT, [{ kind: "failed", files, told: "" }], (text) => (printed += text));
    return { passed, printed };
  }

  it("forgives files that pass when nothing else runs, and names them", async () => {
    const { passed, printed } = await alone('it("waits", () => {});');
    expect(passed).to.equal(true);
    expect(printed).to.match(/passed only when they ran alone: \S*0\.test\.js\n/);
  });

  it("forgives no file that fails again", async () => {
    const { passed, printed } = await alone(
      'it("waits", () => {});',
      'it("fails", () => { throw new Error("so"); });',
    );
    expect(passed).to.equal(false);
    expect(printed).to.contain("Error: so").and.not.to.contain("passed only");
  });

  it("forgives nothing when more than four files fail", async () => {
    const sources = Array.from({ length: 5 }, () => 'it("waits", () => {});');
    expect((await alone(...sources)).passed).to.equal(false);
  });
});
