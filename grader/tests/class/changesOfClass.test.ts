import { expect } from "chai";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reasonsOfChange } from "../../src/class/keep/RowBasis";
import { changeOfRow } from "../../src/class/keep/rowChange";
import { runClassCommand } from "../../src/class/runClassCommand";
import { runDiffCommand } from "../../src/class/runDiffCommand";
import type { ClassRow } from "../../src/class/row/ClassRow";
import { classOf, gradeFolders, gradeFoldersOf, NO_BASIS, RIGHT, WRONG } from "../support/classFolders";
import { FIXTURE_KIT, runCommand } from "../support/runGrade";
import { temporaryKit } from "../support/temporaryKit";

/** A kit of its own with the lab "sum". */
function sumKit(): { root: string; edit: (file: string, change: (text: string) => string) => void } {
  const root = temporaryKit();
  cpSync(join(FIXTURE_KIT, "sum"), join(root, "sum"), { recursive: true });
  return {
    root,
    edit: (file, change) => {
      const path = join(root, "sum", file);
      const text = readFileSync(path, "utf8");
      expect(change(text)).to.not.equal(text);
      writeFileSync(path, change(text));
    },
  };
}

function keptRuns(out: string): string[] {
  return readdirSync(join(out, ".kept/runs"), { recursive: true }).map(String).sort();
}

describe("grading a class again", () => {
  const kit = sumKit();
  const folders = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": WRONG, "cy/client.ts": WRONG });
  const grade = async (): Promise<string> => (await gradeFoldersOf(kit.root, folders)).out;

  before(grade);

  it("says nothing where nothing has changed", async () => {
    expect(await grade()).to.not.include("->");
    expect(readFileSync(join(folders.out, "changes.csv"), "utf8").trim().split("\n")).to.have.length(1);
  });

  it("makes new points without a run, and says which test has them", async () => {
    const before = keptRuns(folders.out);
    kit.edit("lab.json", (text) => text.replace('"points": 4', '"points": 5'));
    const out = await grade();
    expect(keptRuns(folders.out)).to.deep.equal(before);
    expect(out)
      .to.include("sum, Ada L: 10 of 10 -> 11 of 11 (TestTwo +1: changed points, seeds or hints)")
      .and.include("sum, TestTwo: 3 students, +3 points (4 -> 5 points, changed points, seeds or hints)");
    expect(readFileSync(join(folders.out, "changes.csv"), "utf8")).to.include(
      'bob,Bob B,sum,4,5,TestTwo,4,5,"4 -> 5 points; changed points, seeds or hints"',
    );
    expect(readFileSync(join(folders.out, "index.html"), "utf8")).to.include(
      "Changed since the last grading",
    );
  });

  it("runs a changed test alone, and says whom it cost points", async () => {
    const before = keptRuns(folders.out);
    kit.edit("tests/sum.test.ts", (text) => text.replace("expectSum(sim, 20)", "expectSum(sim, 2)"));
    const out = await grade();
    // One run for each of the two programs, of which one is handed in twice.
    expect(keptRuns(folders.out).filter((file) => file.endsWith(".gz"))).to.have.length(
      before.filter((file) => file.endsWith(".gz")).length + 2,
    );
    expect(out)
      .to.include("sum, Bob B: 5 of 11 -> 11 of 11 (TestMany +6: changed tests)")
      .and.include("sum, TestMany: 2 students, +12 points (a changed test)")
      .and.not.include("Ada L:");
  });

  it("compares with the last grading that came to its end", async () => {
    kit.edit("lab.json", (text) => text.replace('"points": 5', '"points": 7'));
    const stopped = new AbortController();
    await runCommand(
      runClassCommand,
      [
        "sum",
        "--submissions",
        folders.submissions,
        "--out",
        folders.out,
        "--roster",
        folders.roster,
        "--jobs",
        "1",
        "--isolation",
        "none",
      ],
      {
        root: kit.root,
        signal: stopped.signal,
        printError: () => {
          stopped.abort(new Error("interrupted"));
        },
      },
    );
    expect((await grade()).match(/11 of 11 -> 13 of 13/g)).to.have.length(3);
  });

  it("compares two folders of results", async () => {
    const other = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": RIGHT });
    await gradeFolders(other);
    const same = await runCommand(runDiffCommand, [other.out, other.out]);
    expect(same).to.include({ code: 0 });
    expect(same.out).to.include("Everybody has the same points");
    const first = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": WRONG });
    await gradeFolders(first);
    const { code, out } = await runCommand(runDiffCommand, [first.out, other.out]);
    expect(code).to.equal(1);
    expect(out).to.include("sum, Bob B: 4 of 10 -> 10 of 10 (TestMany +6: another submission)");
    expect((await runCommand(runDiffCommand, [first.out, "nowhere"])).code).to.equal(2);
    const more = classOf({ "ada/client.ts": RIGHT, "eve/client.ts": RIGHT, "bob/client.ts": RIGHT });
    await gradeFolders(more);
    const joined = await runCommand(runDiffCommand, [other.out, more.out]);
    expect(joined.code).to.equal(1);
    expect(joined.out)
      .to.include("All that is in both has the same points, and is as late as before.")
      .and.include(`Only in ${more.out}: eve\n`);
  });
});

describe("changeOfRow", () => {
  const graded = (...tests: [string, number, number][]): ClassRow => ({
    kind: "graded",
    score: tests.reduce((sum, [, score]) => sum + score, 0),
    maxScore: tests.reduce((sum, [, , most]) => sum + most, 0),
    lateDays: 0,
    tests: tests.map(([name, score, maxScore]) => ({ name, score, maxScore, passed: score > 0 })),
    mistakes: [],
    unjudged: [],
  });
  const row = (made: ClassRow, basis = NO_BASIS) => ({ row: made, basis });

  it("sees tests whose changes make up for each other", () => {
    const change = changeOfRow(
      row(graded(["TestA", 5, 5], ["TestB", 0, 5])),
      row(graded(["TestA", 0, 5], ["TestB", 5, 5])),
    );
    expect(change?.tests.map(({ test, from, to }) => [test, from, to])).to.deep.equal([
      ["TestA", 5, 0],
      ["TestB", 0, 5],
    ]);
  });

  it("knows tests that are new or gone, and who handed in later", () => {
    const change = changeOfRow(row(graded(["TestOld", 5, 5])), row(graded(["TestNew", 0, 5])));
    expect(change?.tests).to.have.length(1);
    expect(changeOfRow(row({ kind: "missing" }), row(graded(["TestA", 0, 5])))?.from).to.deep.equal({
      kind: "missing",
    });
    expect(changeOfRow(row({ kind: "missing" }), row({ kind: "missing" }))).to.equal(undefined);
  });

  it("names each reason", () => {
    const other = {
      submission: "s",
      kit: "k",
      version: { version: "1.1.0", commit: "abcdef0123456789" },
      shared: "h",
      tests: { TestA: "t" },
      manifest: "m",
      secretSeeds: "x",
      walls: "none",
      handedIn: "d",
    };
    expect(reasonsOfChange(NO_BASIS, other)).to.deep.equal([
      "another submission",
      "changed tests",
      "changes in what the tests share",
      "changed points, seeds or hints",
      "other secret seeds",
      "kit 1.0.0 -> 1.1.0 (abcdef012345)",
      "another deadline or time",
    ]);
    expect(reasonsOfChange(NO_BASIS, { ...NO_BASIS, tests: { TestA: "t" } }, "TestB")).to.deep.equal([]);
    expect(reasonsOfChange(NO_BASIS, { ...NO_BASIS, kit: "k" })).to.deep.equal([
      "changes in the kit or another Node",
    ]);
  });
});
