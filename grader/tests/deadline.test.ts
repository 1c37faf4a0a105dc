import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { commitTime } from "../src/deadline/commitTime";
import { deadlineOf } from "../src/deadline/Deadline";
import { readGradescopeMetadata } from "../src/deadline/gradescopeMetadata";
import { readDeadline } from "../src/deadline/readDeadline";
import { FORMATS } from "../src/formats/FORMATS";
import { grade } from "../src/grade/grade";
import { deadlineWords, earlierWords } from "../src/report/render/deadlineWords";
import { gradeReport, type GradeReport } from "../src/report/GradeReport";
import { ToolError } from "toolkit/cli/ToolError";
import { missingPrograms } from "./support/missingPrograms";
import { runCommand, typesUnchecked } from "./support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const DUE = Date.UTC(2026, 9, 1, 21, 59);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("deadlineOf", () => {
  for (const [what, ms, minutes, days] of [
    ["early", -HOUR, 0, 0],
    ["at the deadline", 0, 0, 0],
    ["a millisecond late", 1, 1, 1],
    ["24 hours late", 24 * HOUR, 1440, 1],
    ["a millisecond more", 24 * HOUR + 1, 1441, 2],
    ["three days late", 72 * HOUR, 4320, 3],
  ] as const) {
    it(`counts started days of 24 hours: ${what}`, () => {
      expect(deadlineOf(DUE, DUE + ms).late).to.deep.equal({ minutes, days });
    });
  }
});

describe("deadlineWords", () => {
  const words = (minutes: number | undefined, asked = 0): string =>
    deadlineWords({
      deadline: deadlineOf(DUE, minutes === undefined ? undefined : DUE + minutes * MINUTE),
      lateDays: { days: asked },
    });

  it("say how late it is, and what late.txt asks for", () => {
    expect(words(-5)).to.equal(", in time");
    expect(words(71)).to.equal(", 71 min late: 1 late day");
    expect(words(27 * 60 + 5, 1)).to.equal(", 27 h 5 min late: 2 late days, late.txt asks for 1");
    expect(words(48 * 60 - 1)).to.equal(", 47 h 59 min late: 2 late days");
    expect(words(48 * 60)).to.equal(", 2 days late: 2 late days");
    expect(words(48 * 60 + 1)).to.equal(", 2 days 1 h late: 3 late days");
    expect(words(71 * 60 + 1)).to.equal(", 3 days late: 3 late days");
    expect(words(100 * 60)).to.equal(", 4 days 4 h late: 5 late days");
    expect(words(undefined)).to.equal(", not known whether in time");
  });

  it("say what late.txt asks for without a deadline", () => {
    expect(deadlineWords({ lateDays: { days: 0 } })).to.equal("");
    expect(deadlineWords({ lateDays: { days: 2 } })).to.equal(", 2 late days");
  });
});

const METADATA = {
  id: 1,
  created_at: "2026-10-02T01:10:00.365935+02:00",
  assignment: { due_date: "2026-10-01T20:00:00.000000+02:00", late_due_date: null, title: "Lab 2" },
  users: [{ email: "student", id: 1, name: "Student" }],
  previous_submissions: [
    { submission_time: "2026-09-30T01:10:00+02:00", score: 80.0, autograder_error: false, results: {} },
    { submission_time: "2026-09-30T02:10:00+02:00", score: null, autograder_error: true, results: {} },
    { submission_time: "2026-09-30T03:10:00+02:00", score: "75.0", results: {} },
  ],
};

function metadataFile(changes: object | string = {}): string {
  const content = typeof changes === "string" ? changes : JSON.stringify({ ...METADATA, ...changes });
  return join(temporaryFolder({ "submission_metadata.json": content }), "submission_metadata.json");
}

describe("readGradescopeMetadata", () => {
  it("reads times and the scores of earlier submissions that were graded", () => {
    expect(readGradescopeMetadata(metadataFile())).to.deep.equal({
      handedIn: Date.parse("2026-10-01T23:10:00.365Z"),
      due: Date.parse("2026-10-01T18:00:00Z"),
      earlier: { submissions: 2, best: 80, last: 75 },
    });
  });

  it("takes the latest extension of a group, and knows assignments without a deadline", () => {
    const due = (due_date: string | null): object => ({ assignment: { due_date } });
    const users = [due("2026-10-03T20:00:00Z"), due("2026-10-05T20:00:00Z"), due(null)];
    expect(readGradescopeMetadata(metadataFile({ users })).due).to.equal(Date.UTC(2026, 9, 5, 20));
    const file = metadataFile({ ...due(null), previous_submissions: [] });
    expect(readGradescopeMetadata(file)).to.have.all.keys("handedIn");
  });

  it("takes what it does not understand for a problem, and no file for an error", () => {
    for (const content of ["{ oh", "[]", JSON.stringify({ ...METADATA, created_at: "yesterday" })])
      expect(readGradescopeMetadata(metadataFile(content)).problem).to.contain("is not as expected");
    expect(() => readGradescopeMetadata("gone.json")).to.throw(
      ToolError,
      /gone\.json, which cannot be read \(ENOENT\)/,
    );
  });
});

describe("readDeadline", () => {
  it("believes the command line before Gradescope", () => {
    const gradescopeMetadata = metadataFile();
    const places = { folder: temporaryFolder(), cwd: "/" };
    expect(readDeadline({ gradescopeMetadata }, places).deadline?.late).to.deep.equal({
      minutes: 311,
      days: 1,
    });
    expect(readDeadline({ gradescopeMetadata, due: DUE }, places).deadline?.late?.minutes).to.equal(72);
    const both = { gradescopeMetadata, due: DUE, handedIn: DUE };
    expect(readDeadline(both, places).deadline?.late?.minutes).to.equal(0);
    expect(readDeadline({}, places)).to.deep.equal({});
  });

  it("says so when Gradescope's file is not as expected", () => {
    const places = { folder: temporaryFolder(), cwd: "/" };
    const gradescopeMetadata = metadataFile("{}");
    const { deadline } = readDeadline({ gradescopeMetadata }, places);
    expect(deadline).to.have.all.keys("problem");
    expect(
      readDeadline({ gradescopeMetadata, due: DUE, handedIn: DUE }, places).deadline?.late?.minutes,
    ).to.equal(0);
  });

  const git = missingPrograms("git").length === 0 ? it : it.skip;

  git("takes the last commit in the lab's folder", () => {
    const root = temporaryFolder();
    const commit = (file: string, date: string): void => {
      mkdirSync(join(root, file, ".."), { recursive: true });
      writeFileSync(join(root, file), date);
      const run = (...args: string[]): unknown =>
        execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
          cwd: root,
          stdio: "pipe",
          env: { ...process.env, GIT_AUTHOR_DATE: "2026-09-01T00:00:00Z", GIT_COMMITTER_DATE: date },
        });
      run("init", "--quiet");
      run("add", "--all");
      run("commit", "--quiet", "--message", "work");
    };
    commit("lab1/client.ts", "2026-10-01T22:10:00Z");
    commit("lab2/client.ts", "2026-10-09T22:10:00Z");
    const read = (lab: string): ReturnType<typeof readDeadline>["deadline"] =>
      readDeadline({ due: DUE }, { folder: join(root, lab), cwd: root }).deadline;
    expect(read("lab1")).to.deep.equal({
      due: "2026-10-01T21:59:00.000Z",
      handedIn: "2026-10-01T22:10:00.000Z",
      late: { minutes: 11, days: 1 },
    });
    expect(read("lab2")?.late?.days).to.equal(9);
    writeFileSync(join(root, "lab1/client.ts"), "not committed");
    expect(read("lab1")?.late?.minutes).to.equal(11);
  });

  git("reads a repository of another owner, and says why it cannot read one", () => {
    const root = temporaryFolder({ "lab1/client.ts": "" });
    const run = (...args: string[]): unknown =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
        cwd: root,
        stdio: "pipe",
        env: { ...process.env, GIT_COMMITTER_DATE: "2026-10-01T22:10:00Z" },
      });
    run("init", "--quiet");
    expect(commitTime(root)).to.have.property("problem").that.contains("got one with no commit");
    run("add", "--all");
    run("commit", "--quiet", "--message", "work");
    // Who is not root cannot give files away; then it is one's own.
    if (process.getuid?.() === 0)
      for (const path of [root, join(root, ".git")]) chownSync(path, 12345, 12345);
    expect(commitTime(join(root, "lab1"))).to.deep.equal({
      kind: "known",
      at: Date.parse("2026-10-01T22:10:00Z"),
    });
    writeFileSync(join(root, ".git/config"), "[");
    expect(commitTime(root))
      .to.have.property("problem")
      .that.contains("got a repository that git cannot read");
  });

  describe("in a repository that is set up to do more", () => {
    const committed = (): string => {
      const root = temporaryFolder({ "lab1/client.ts": "" });
      const run = (...args: string[]): unknown =>
        execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
          cwd: root,
          stdio: "pipe",
          env: { ...process.env, GIT_COMMITTER_DATE: "2026-10-01T22:10:00Z" },
        });
      run("init", "--quiet");
      run("add", "--all");
      run("commit", "--quiet", "--message", "work");
      return root;
    };
    const KNOWN = { kind: "known", at: Date.parse("2026-10-01T22:10:00Z") };
    const unreadable = (root: string): void => {
      expect(commitTime(join(root, "lab1")))
        .to.have.property("problem")
        .that.contains("got a repository that git cannot read");
    };
    const pipes = missingPrograms("git", "mkfifo").length === 0 ? it : it.skip;

    git("starts nothing that its settings name", () => {
      const root = committed();
      const mark = join(root, "mark");
      const program = `touch ${mark}`;
      appendFileSync(
        join(root, ".git/config"),
        `[core]\n fsmonitor = ${program}\n pager = ${program}\n hooksPath = .\n[gpg]\n program = ${program}\n` +
          `[log]\n showSignature = true\n[alias]\n log = !${program}\n[filter "x"]\n clean = ${program}\n`,
      );
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      expect(existsSync(mark)).to.equal(false);
    });

    git("knows packed references, a packed history, a shallow one, and a commit without a branch", () => {
      const root = committed();
      const run = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
      run("gc", "--quiet");
      run("pack-refs", "--all");
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      const clone = join(temporaryFolder(), "clone");
      run("clone", "--quiet", "--depth", "1", `file://${root}`, clone);
      expect(commitTime(join(clone, "lab1"))).to.deep.equal(KNOWN);
      run("checkout", "--quiet", "--detach");
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      expect(commitTime(root)).to.deep.equal(KNOWN);
    });

    git("is not believed when it says that something lies elsewhere", () => {
      const other = committed();
      for (const set of [
        (root: string) => writeFileSync(join(root, ".git"), `gitdir: ${join(other, ".git")}`),
        (root: string) => symlinkSync(join(other, ".git"), join(root, ".git")),
        (root: string) => {
          mkdirSync(join(root, ".git/objects/info"), { recursive: true });
          cpSync(join(other, ".git/refs"), join(root, ".git/refs"), { recursive: true });
          cpSync(join(other, ".git/HEAD"), join(root, ".git/HEAD"));
          writeFileSync(join(root, ".git/objects/info/alternates"), join(other, ".git/objects"));
        },
        (root: string) => {
          mkdirSync(join(root, ".git/objects"), { recursive: true });
          writeFileSync(join(root, ".git/HEAD"), "ref: refs/../../secret");
        },
      ]) {
        const root = temporaryFolder({ "lab1/client.ts": "" });
        set(root);
        unreadable(root);
      }
    });

    pipes("is not waited for, wherever there is a pipe", () => {
      for (const path of ["HEAD", "config", "shallow", "objects/pack/x.idx", "objects/info/alternates"]) {
        const root = committed();
        rmSync(join(root, ".git", path), { force: true });
        mkdirSync(join(root, ".git", path, ".."), { recursive: true });
        execFileSync("mkfifo", [join(root, ".git", path)]);
        unreadable(root);
      }
      // One among the objects is found by git alone, which has its time.
      const root = committed();
      const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
      const object = join(root, ".git/objects", commit.slice(0, 2), commit.slice(2));
      rmSync(object, { force: true });
      execFileSync("mkfifo", [object]);
      expect(commitTime(join(root, "lab1"), 500))
        .to.have.property("problem")
        .that.contains("got a repository that git cannot read");
    });
  });

  it("says so when nothing is committed", () => {
    const { deadline } = readDeadline({ due: DUE }, { folder: temporaryFolder(), cwd: "/" });
    expect(deadline).to.have.all.keys("due", "problem");
    expect(deadline?.problem).to.contain(
      "got a folder outside of any repository; commit it, or pass --handed-in",
    );
  });
});

describe("npm run grade with a deadline", function () {
  this.timeout(60_000);

  async function run(...args: string[]): Promise<{ report: GradeReport; out: string; folder: string }> {
    const reports = temporaryFolder();
    const formats = ["gradescope", "markdown", "html", "prairielearn", "ctrf"].flatMap((name) => [
      "--format",
      name,
    ]);
    const { code, out, errors } = await runCommand(grade, ["sum", "--solution", ...formats, ...args], {
      checkTypes: typesUnchecked,
      reports,
    });
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    const folder = join(reports, "reports/sum");
    return {
      report: gradeReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))),
      out,
      folder,
    };
  }

  it("says how late it is in every format that has a place for it, and takes off no points", async () => {
    const { report, out, folder } = await run("--gradescope-metadata", metadataFile());
    expect(report).to.include({ score: 10, maxScore: 10 });
    expect(report.deadline?.late).to.deep.equal({ minutes: 311, days: 1 });
    const sentence = "Of your 2 submissions before this one the best had 80 points, the last 75.";
    expect(earlierWords(report)).to.equal(sentence);
    expect(out).to.contain("5 h 11 min late: 1 late day").and.to.contain(sentence);
    for (const { name, file } of FORMATS.filter((format) =>
      /^(gradescope|markdown|html|prairie)/.test(format.name),
    ))
      expect(readFileSync(join(folder, file), "utf8"), name).to.contain("5 h 11 min late: 1 late day");
    expect(readFileSync(join(folder, "ctrf-report.json"), "utf8")).to.contain('"minutes": 311');
  });

  it("reads times with any zone", async () => {
    const { report } = await run("--due", "2026-10-01T23:59:00+02:00", "--handed-in", "2026-10-01T17:58Z");
    expect(report.deadline).to.deep.equal({
      due: "2026-10-01T21:59:00.000Z",
      handedIn: "2026-10-01T17:58:00.000Z",
      late: { minutes: 0, days: 0 },
    });
  });

  it("takes the time of handing in before Gradescope's, and its deadline", async () => {
    const file = metadataFile();
    const { report } = await run("--gradescope-metadata", file, "--handed-in", "2026-10-01T17:58Z");
    expect(report.deadline?.late).to.deep.equal({ minutes: 0, days: 0 });
    expect(report.deadline?.due).to.equal("2026-10-01T18:00:00.000Z");
  });

  it("refuses times without a zone, and one time without the other, with exit code 2", async () => {
    const wrong: [string[], RegExp][] = [
      [["--due", "2026-10-01T23:59:00"], /--due: expected a time with its zone.*got "2026-10-01T23:59:00"/],
      [["--due", "tomorrow"], /got "tomorrow"/],
      [["--due", "2026-13-01T23:59:00Z"], /got "2026-13-01/],
      [["--due", "2026-09-31T23:59:00Z"], /got "2026-09-31/],
      [["--handed-in", "2026-10-01T23:59:00Z"], /expected --due with --handed-in/],
      [["--gradescope-metadata", "gone.json"], /gone\.json, which cannot be read/],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await runCommand(grade, ["sum", "--solution", ...args]);
      expect(code, args.join(" ")).to.equal(2);
      expect(errors).to.match(message);
    }
  });
});
