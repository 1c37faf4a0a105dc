import { expect } from "chai";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runClassCommand } from "../../src/class/runClassCommand";
import { classOf, gradeFolders, RIGHT, rowsOf, WRONG } from "../support/classFolders";
import { runCommand, timeless, typesUnchecked, type Ran } from "../support/runGrade";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("class", () => {
  const folders = classOf({
    "ada/sum/client.ts": RIGHT,
    "bob/homework/sum/client.ts": WRONG,
    "bob/homework/README.md": "mine",
    "cy/notes.txt": "nothing yet",
    "eve/client.ts": RIGHT,
  });
  let first: Ran;

  before(async () => {
    first = await gradeFolders(folders);
  });

  it("gives everybody a row: graded, missing, and why not", () => {
    const rows = rowsOf(folders);
    expect(Object.keys(rows)).to.deep.equal(["ada", "bob", "cy", "dee", "eve"]);
    expect(rows.ada).to.include({ kind: "graded", score: 10 });
    expect(rows.bob).to.include({ kind: "graded", score: 4 });
    expect(rows.cy?.reason)
      .to.match(/expected a folder with client\.ts/)
      .and.not.include(folders.submissions);
    expect(rows.dee).to.deep.equal({ kind: "missing" });
    expect(rows.eve).to.include({ kind: "graded", score: 10 });
    expect(first.code).to.equal(1);
    expect(first.out)
      .to.match(/Cy C +│ not graded/)
      .and.include("eve (not on the roster)");
  });

  it("writes the report that grade writes of the same submission", async () => {
    const reports = temporaryFolder();
    const submission = join(folders.submissions, "bob/homework");
    await runCommand(runGradeCommand, ["sum", "--submission", submission, "--jobs", "1"], {
      checkTypes: typesUnchecked,
      reports,
    });
    const read = (root: string): unknown =>
      timeless(JSON.parse(readFileSync(join(root, "reports/sum/report.json"), "utf8")));
    // Commands are for the student, who has no other folder.
    const text = JSON.stringify(read(reports)).replaceAll(` --submission ${submission}`, "");
    expect(read(join(folders.out, "students/bob"))).to.deep.equal(JSON.parse(text));
  });

  it("comes to the same behind walls, and says which they were", async () => {
    const walled = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": WRONG });
    await gradeFolders(walled, "--isolation", "process");
    const { ada, bob } = rowsOf(walled);
    const before = rowsOf(folders);
    expect([ada, bob]).to.deep.equal([before.ada, before.bob]);
    const report = readFileSync(join(walled.out, "students/bob/reports/sum/report.json"), "utf8");
    expect(JSON.parse(report))
      .to.have.property("isolation")
      .that.matches(/^process/);
  });

  it("makes a gradebook, and a page that links to a typical report", () => {
    const [head = "", ...lines] = readFileSync(join(folders.out, "gradebook.csv"), "utf8").trim().split("\n");
    expect(head).to.equal(
      "student,name,on the roster,sum,sum of,sum status,sum days late,late days asked for,total",
    );
    expect(lines[1]).to.equal("bob,Bob B,yes,4,10,graded,,0,4");
    expect(lines[3]).to.equal("dee,Dee D,yes,0,10,missing,,0,0");
    const page = readFileSync(join(folders.out, "index.html"), "utf8");
    expect(page).to.include('href="students/bob/reports/sum/TestMany.html"');
    expect(existsSync(join(folders.out, "students/bob/reports/sum/TestMany.html"))).to.equal(true);
  });

  it("runs nothing twice, and what has changed once", async () => {
    const again = await gradeFolders(folders);
    expect(again.errors)
      .to.match(/Ada L: 10 of 10 \(kept\)/)
      .and.match(/Bob B: 4 of 10 \(kept\)/);
    writeFileSync(join(folders.submissions, "bob/homework/README.md"), "another text");
    expect((await gradeFolders(folders)).errors).to.match(/Bob B: 4 of 10 \(kept\)/);
    writeFileSync(join(folders.submissions, "bob/homework/sum/client.ts"), RIGHT);
    const mended = await gradeFolders(folders);
    expect(mended.errors)
      .to.match(/Ada L: 10 of 10 \(kept\)/)
      .and.match(/Bob B: 10 of 10[^(]*\n/);
    expect(mended.out).to.include("sum, Bob B: 4 of 10 -> 10 of 10 (TestMany +6: another submission)");
    expect(existsSync(join(folders.out, "students/bob/reports/sum/TestMany.html"))).to.equal(false);
  });

  it("takes no report of an earlier submission for that of one that is gone", async () => {
    const { submissions, out } = folders;
    cpSync(join(submissions, "ada"), join(submissions, "dee"), { recursive: true });
    await gradeFolders(folders);
    expect(rowsOf(folders).dee).to.include({ kind: "graded" });
    rmSync(join(submissions, "dee"), { recursive: true });
    await gradeFolders(folders);
    expect(rowsOf(folders).dee).to.deep.equal({ kind: "missing" });
    expect(existsSync(join(out, "students/dee/reports/sum"))).to.equal(false);
  });

  it("asks which of two submissions counts", async () => {
    const two = classOf({ "ada/client.ts": RIGHT, "sum-ada/client.ts": WRONG });
    await gradeFolders(two);
    expect(rowsOf(two).ada?.reason).to.equal(
      "expected one submission, got ada, sum-ada; leave the one that counts",
    );
  });

  it("compares the programs with each other if it is asked to", async () => {
    const body = Array.from(
      { length: 12 },
      (_, i) => `if (numbers[${String(i)}] === ${String(i)}) this.n += i(${String(i)}, [n]);`,
    );
    const long = (name: string): string =>
      `export class Adder { n = 0; sum(numbers: number[]): number { ${body.join("\n").replaceAll("i(", `${name}(`)} return 0; } }`;
    const alike = classOf({
      "ada/client.ts": long("f"),
      "bob/client.ts": long("other"),
      "cy/client.ts": RIGHT,
    });
    expect((await gradeFolders(alike)).out).to.not.include("similarity");
    expect(existsSync(join(alike.out, "similarity"))).to.equal(false);
    const { out } = await gradeFolders(alike, "--similarity");
    expect(out)
      .to.include("sum: 1 pair of 3 programs with a similarity of 0.5 or more; see similarity/sum/index.html")
      .and.include("1.00  Ada L and Bob B")
      .and.include("A likeness is no proof");
    const folder = join(alike.out, "similarity/sum");
    expect(readFileSync(join(folder, "pair-1.html"), "utf8")).to.include("Ada L and Bob B");
    expect(existsSync(join(folder, "export/jplag/submissions/bob/client.ts"))).to.equal(true);
    writeFileSync(join(alike.submissions, "cy/client.ts"), long("f"));
    cpSync(join(alike.submissions, "ada"), join(alike.submissions, "dee"), { recursive: true });
    const four = await gradeFolders(alike, "--similarity");
    expect(four.out)
      .to.include("1.00  Ada L and Cy C, the same text\n")
      .and.match(/1\.00 {2}Ada L and Bob B\n/)
      .and.include("  and 1 more\n");
    expect((await gradeFolders(alike)).out).to.include("similarity/ is of an earlier grading");
  });

  it("says of code that does not parse that it does not", async () => {
    const broken = classOf({ "ada/client.ts": "export class Adder {" });
    const { out, code } = await gradeFolders(broken);
    expect(out).to.match(/Ada L +│ +0 of 10, does not parse/);
    expect(readFileSync(join(broken.out, "gradebook.csv"), "utf8")).to.include(
      "ada,Ada L,yes,0,10,does not parse,",
    );
    expect(code).to.equal(0);
  });

  it("warns where nobody on the roster is found, and leaves no table of another platform", async () => {
    const canvas = classOf({ "ada/client.ts": RIGHT }, "Student,ID,SIS Login ID\nAda L,1,ada\n");
    const right = await gradeFolders(canvas);
    expect(right.out).to.not.include("on the roster");
    expect(existsSync(join(canvas.out, "canvas.csv"))).to.equal(true);
    writeFileSync(canvas.roster, "Username,Email address\nu1,u1@example.org\nu2,u2@example.org\n");
    const { out } = await gradeFolders(canvas);
    expect(out).to.match(
      /Nobody on the roster \(2\) has a submission, and 1 submission belongs to nobody on it/,
    );
    expect(["canvas.csv", "moodle.csv"].map((name) => existsSync(join(canvas.out, name)))).to.deep.equal([
      false,
      true,
    ]);
    // A shard may well have none of the roster: that says nothing of the class.
    const shard = await gradeFolders({ ...canvas, out: temporaryFolder() }, "--shard", "1/1");
    expect(shard.out).to.include("u1").and.not.include("Nobody on the roster");
  });

  it("goes on after an interruption", async () => {
    const stopped = classOf({
      "ada/client.ts": RIGHT,
      "bob/client.ts": WRONG,
      "cy/client.ts": `${WRONG}// 2\n`,
    });
    const controller = new AbortController();
    let said = "";
    const { code } = await runCommand(
      runClassCommand,
      [
        "sum",
        "--submissions",
        stopped.submissions,
        "--out",
        stopped.out,
        "--jobs",
        "1",
        "--isolation",
        "none",
      ],
      {
        checkTypes: typesUnchecked,
        signal: controller.signal,
        printError: (text) => {
          said += text;
          controller.abort();
        },
      },
    );
    expect(code).to.equal(2);
    expect(said).to.match(
      /\ninterrupted; what was graded is kept, and the same command goes on from there\n$/,
    );
    const { errors } = await gradeFolders(stopped);
    expect(errors.match(/\(kept\)/g)?.length ?? 0).to.be.greaterThan(0);
    expect(Object.values(rowsOf(stopped)).map(({ score }) => score)).to.deep.equal([10, 4, 4, undefined]);
  });

  for (const [what, args, message] of [
    [
      "a folder that is not there",
      ["--submissions", "nowhere"],
      /expected a folder of submissions after --submissions, got nowhere/,
    ],
    ["no folder", [], /--submissions/],
    [
      "a roster without students' names",
      ["--submissions", ".", "--roster", "sum/lab.json"],
      /expected CSV|expected a column/,
    ],
    [
      "results where none can be written, before anybody is graded",
      ["--submissions", ".", "--out", "sum/lab.json/results"],
      /^expected to write results to .*results, got E/,
    ],
  ] as const)
    it(`has a message and exit code 2 for ${what}`, async () => {
      const { code, errors } = await runCommand(runClassCommand, ["sum", ...args]);
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    });
});
