import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { FORMATS } from "../src/formats/FORMATS";
import { grade } from "../src/grade/grade";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { gradeReport } from "../src/report/GradeReport";
import { MOST_FILE_MB, MOST_FILES } from "toolkit/submission/copySubmission";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { withOriginalPaths } from "toolkit/files/originalPaths";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { MOST_ENTRIES } from "toolkit/submission/survey";
import { ToolError } from "toolkit/cli/ToolError";
import { missingPrograms } from "./support/missingPrograms";
import { FIXTURE_KIT, runCommand, typesUnchecked } from "./support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const lab = readLab(FIXTURE_KIT, "sum");
const HALF = "export class Adder { sum(n: number[]) { return (n[0] ?? 0) + (n[1] ?? 0); } }\n";

describe("findSubmission", () => {
  const made: Submission[] = [];
  const kept = (submission: Submission): Submission => {
    made.push(submission);
    return submission;
  };
  const find = (folder: string, cwd = FIXTURE_KIT): Submission =>
    kept(findSubmission(FIXTURE_KIT, lab, { kind: "folder", folder, cwd }));
  afterEach(() => {
    for (const submission of made.splice(0)) submission.dispose();
  });

  it("takes the lab's own folder", () => {
    const { original, folder, flags } = kept(findSubmission(FIXTURE_KIT, lab, { kind: "own" }));
    expect({ original, flags }).to.deep.equal({ original: lab.folder, flags: "" });
    expect(readFileSync(join(folder, "client.ts"))).to.deep.equal(
      readFileSync(join(lab.folder, "client.ts")),
    );
  });

  it("takes the solution", () => {
    const { original, flags } = kept(findSubmission(FIXTURE_KIT, lab, { kind: "solution" }));
    expect({ original, flags }).to.deep.equal({
      original: join(FIXTURE_KIT, "solutions/sum"),
      flags: " --solution",
    });
  });

  it("copies the TypeScript of a lab folder, relative to where the user is, and removes the copy", () => {
    const cwd = temporaryFolder({
      "work/mine/client.ts": "1",
      "work/mine/deep/er/help.ts": "2",
      "work/mine/notes.md": "",
      "work/mine/package.json": "{}",
      "work/mine/node_modules/x/index.ts": "",
      "work/mine/.git/x.ts": "",
    });
    const { folder, original, flags, leftOut, dispose } = find("work/mine", cwd);
    expect({ original, flags, leftOut }).to.deep.equal({
      original: join(cwd, "work/mine"),
      flags: " --submission work/mine",
      leftOut: [],
    });
    expect(sourcesBelow(folder)).to.deep.equal(["client.ts", "deep/er/help.ts"]);
    writeFileSync(join(original, "client.ts"), "changed");
    expect(readFileSync(join(folder, "client.ts"), "utf8")).to.equal("1");
    dispose();
    expect(existsSync(join(folder, ".."))).to.equal(false);
  });

  it("finds late.txt beside files that were uploaded alone, and above them before", () => {
    const cwd = temporaryFolder({ "mine/client.ts": "", "mine/late.txt": "1" });
    expect(find("mine", cwd).lateDays).to.deep.equal({ days: 1 });
    writeFileSync(join(cwd, "late.txt"), "2");
    expect(find("mine", cwd).lateDays).to.deep.equal({ days: 2 });
  });

  it("takes a repository that has a lab folder", () => {
    const folder = temporaryFolder({ "sum/client.ts": "", "late.txt": "3", "other/x.ts": "" });
    const submission = find(folder);
    expect(submission.original).to.equal(join(folder, "sum"));
    expect(submission.lateDays).to.deep.equal({ days: 3 });
    expect(sourcesBelow(submission.folder)).to.deep.equal(["client.ts"]);
  });

  it("shows the folder that was named in place of its copy", () => {
    const { folder, original } = find(temporaryFolder({ "client.ts": "" }));
    expect(withOriginalPaths(`at ${join(folder, "client.ts")}:1:2`)).to.equal(
      `at ${join(original, "client.ts")}:1:2`,
    );
  });

  it("quotes a folder with a space for the replay command", () => {
    const cwd = temporaryFolder({ "my work/client.ts": "" });
    expect(find("my work", cwd).flags).to.equal(' --submission "my work"');
  });

  it("does not take a patch from a student's folder", () => {
    expect(() => find(temporaryFolder({ "chaff.patch": "", "chaff.json": "{}" }))).to.throw(
      ToolError,
      /client\.ts/,
    );
  });

  it("refuses a folder that does not exist", () => {
    expect(() => find("nowhere")).to.throw(ToolError, /got nowhere, which does not exist/);
  });

  it("refuses a file in place of a folder", () => {
    const cwd = temporaryFolder({ "client.ts": "" });
    expect(() => find("client.ts", cwd)).to.throw(ToolError, /which is a file/);
  });

  it("refuses a folder with nothing of the lab in it", () => {
    expect(() => find(temporaryFolder({ "readme.md": "" }))).to.throw(
      ToolError,
      /expected a folder with client\.ts, or a repository with a folder sum/,
    );
  });

  it("refuses a lab folder without client.ts", () => {
    expect(() => find(temporaryFolder({ "sum/server.ts": "" }))).to.throw(
      ToolError,
      /expected a file client\.ts/,
    );
  });

  it("refuses client.ts that is a folder", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "client.ts"));
    expect(() => find(folder)).to.throw(ToolError, /to be a file/);
  });

  it("refuses a file that must not be read", function () {
    // Whoever may read everything, and Windows, cannot make such a file.
    if (process.platform === "win32" || process.getuid?.() === 0) this.skip();
    const folder = temporaryFolder({ "client.ts": "" });
    chmodSync(join(folder, "client.ts"), 0);
    expect(() => find(folder)).to.throw(ToolError, /EACCES/);
  });

  it("refuses a folder that must not be read", function () {
    if (process.platform === "win32" || process.getuid?.() === 0) this.skip();
    const folder = temporaryFolder({ "sum/client.ts": "" });
    chmodSync(folder, 0);
    expect(() => find(folder)).to.throw(
      ToolError,
      /to read the folder .* got EACCES; give yourself the right/,
    );
    chmodSync(folder, 0o700);
  });

  it("leaves out what is too large, too many, too deep, or no file, and says so", () => {
    const much = Object.fromEntries(
      Array.from({ length: MOST_FILES }, (_, i) => [`many/${String(i).padStart(4, "0")}.ts`, ""]),
    );
    const folder = temporaryFolder({
      "client.ts": "",
      "large.ts": "x".repeat(MOST_FILE_MB * 2 ** 20 + 1),
      "large.md": "x".repeat(MOST_FILE_MB * 2 ** 20 + 1),
      [`${"d/".repeat(20)}deep.ts`]: "",
    });
    const { leftOut } = find(folder);
    expect(leftOut).to.deep.equal([
      `"${"d/".repeat(16).slice(0, -1)}": more than 16 folders deep`,
      '"large.ts": larger than 1 MB',
    ]);
    const { leftOut: tooMany, folder: copy } = find(temporaryFolder({ "client.ts": "", ...much }));
    expect(tooMany).to.deep.equal(['"many/0499.ts": more than 500 files']);
    expect(sourcesBelow(copy)).to.have.length(MOST_FILES);
  });

  it("copies no more than there is room for, and the same files on every machine", () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`a/${String(i)}.ts`, "x".repeat(900_000)]),
    );
    const { leftOut, folder } = find(temporaryFolder({ "client.ts": "", "z.ts": "", ...files }));
    expect(leftOut).to.deep.equal(
      ["5", "6", "7"].map((name) => `"a/${name}.ts": no room: at most 5 MB in all`),
    );
    expect(sourcesBelow(folder)).to.include("z.ts");
  });

  it("tells few of many, and quotes names whatever they are", function () {
    if (process.platform === "win32") this.skip();
    const folder = temporaryFolder({ "client.ts": "" });
    for (let i = 0; i < 30; i++) symlinkSync("client.ts", join(folder, `x${String(i)}.ts`));
    symlinkSync("client.ts", join(folder, "a\n::notice::\u202e\u0085.ts"));
    symlinkSync("client.ts", join(folder, `b${"long".repeat(50)}.ts`));
    const { leftOut } = find(folder);
    expect(leftOut).to.have.length(21);
    expect(leftOut[0]).to.equal('"a\\n::notice::\\u{202e}\\u{85}.ts": a link');
    expect(leftOut[1])
      .to.match(/^"b[long]+…": a link$/)
      .and.have.length.below(120);
    expect(leftOut.at(-1)).to.equal("and 12 more");
  });
});

describe("a submission that is not what it seems", () => {
  const find = (folder: string): Submission =>
    findSubmission(FIXTURE_KIT, lab, { kind: "folder", folder, cwd: FIXTURE_KIT });
  const links = process.platform === "win32" ? it.skip : it;
  const pipes = missingPrograms("mkfifo").length === 0 ? it : it.skip;
  const pipe = (path: string): void => void execFileSync("mkfifo", [path]);

  links("may not be a link: as a whole, as the lab's folder, or as a student's file", () => {
    const other = temporaryFolder({ "sum/client.ts": "", "client.ts": "" });
    const folder = temporaryFolder({ "own/x": "" });
    symlinkSync(other, join(folder, "whole"));
    expect(() => find(join(folder, "whole"))).to.throw(
      ToolError,
      /expected a folder after --submission.*a link; links/,
    );
    symlinkSync(join(other, "sum"), join(folder, "sum"));
    expect(() => find(folder)).to.throw(ToolError, /expected a folder sum in .*, got a link; links/);
    symlinkSync(join(other, "client.ts"), join(folder, "own/client.ts"));
    expect(() => find(join(folder, "own"))).to.throw(ToolError, /client\.ts to be a file, got a link; links/);
  });

  it("may not have an empty name", () => {
    expect(() => find("")).to.throw(ToolError, 'expected a folder after --submission, got ""');
  });

  links("has no student's file behind a folder that is a link", () => {
    const deeper = { ...lab, manifest: { ...lab.manifest, student: ["client.ts", "src/server.ts"] } };
    const folder = temporaryFolder({ "client.ts": "" });
    symlinkSync(temporaryFolder({ "server.ts": "" }), join(folder, "src"));
    expect(() => findSubmission(FIXTURE_KIT, deeper, { kind: "folder", folder, cwd: FIXTURE_KIT })).to.throw(
      ToolError,
      /server\.ts to be a file, got a link; links/,
    );
  });

  links("has no files that links lead to", () => {
    const other = temporaryFolder({ "secret.ts": "" });
    const folder = temporaryFolder({ "client.ts": "" });
    symlinkSync(other, join(folder, "folder"));
    symlinkSync(join(other, "secret.ts"), join(folder, "file.ts"));
    const submission = find(folder);
    expect(sourcesBelow(submission.folder)).to.deep.equal(["client.ts"]);
    expect(submission.leftOut).to.deep.equal(['"file.ts": a link', '"folder": a link']);
    submission.dispose();
  });

  pipes("is not waited for", () => {
    const folder = temporaryFolder({ "client.ts": "" });
    pipe(join(folder, "pipe.ts"));
    pipe(join(folder, "late.txt"));
    pipe(join(folder, "no matter"));
    const { leftOut, lateDays, dispose } = find(folder);
    dispose();
    expect(leftOut).to.deep.equal(['"pipe.ts": a pipe']);
    expect(lateDays).to.deep.equal({
      days: 0,
      problem: "late.txt cannot be read: expected a file, got a pipe; it counts as 0",
    });
    const another = temporaryFolder();
    pipe(join(another, "client.ts"));
    expect(() => find(another)).to.throw(ToolError, /client\.ts to be a file, got a pipe$/);
  });

  it("may not be larger than anybody hands in, however that is done", () => {
    const folder = temporaryFolder({ "sum/client.ts": "", "data.bin": "" });
    // No block of it is written.
    truncateSync(join(folder, "data.bin"), 2 * 2 ** 30);
    expect(() => find(folder)).to.throw(
      ToolError,
      /expected a submission of at most 256 MB, .*, got more in/,
    );
  });

  it("may not have more files than anybody hands in; packages do not count", function () {
    this.timeout(60_000);
    const folder = temporaryFolder({ "client.ts": "" });
    for (const below of ["node_modules", "many"]) {
      mkdirSync(join(folder, below));
      for (let i = 0; i < MOST_ENTRIES; i++) closeSync(openSync(join(folder, below, String(i)), "w"));
      if (below === "node_modules") find(folder).dispose();
    }
    expect(() => find(folder)).to.throw(ToolError, /at most 20000 files and folders, .*, got more in/);
  });

  it("costs the reports before it nothing", async () => {
    const reports = temporaryFolder({ "reports/sum/report.json": "before" });
    for (const folder of [temporaryFolder(), join(temporaryFolder(), "nowhere")]) {
      const { code, out, errors } = await runCommand(grade, ["sum", "--submission", folder], { reports });
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(/^expected a .*submission|^expected a folder with client\.ts/);
    }
    expect(readFileSync(join(reports, "reports/sum/report.json"), "utf8")).to.equal("before");
  });

  links("is told of in the report, in every format that has a place for remarks", async function () {
    this.timeout(60_000);
    const reports = temporaryFolder();
    const folder = temporaryFolder({ "client.ts": HALF });
    symlinkSync("client.ts", join(folder, "linked.ts"));
    const formats = ["gradescope", "markdown", "html", "prairielearn", "ctrf"].flatMap((name) => [
      "--format",
      name,
    ]);
    const { out } = await runCommand(grade, ["sum", "--submission", folder, ...formats], {
      reports,
      checkTypes: typesUnchecked,
    });
    expect(out).to.contain('Left out of the submission and ignored: "linked.ts": a link.');
    const read = (file: string): string => readFileSync(join(reports, "reports/sum", file), "utf8");
    expect(gradeReport.parse(JSON.parse(read("report.json"))).leftOut).to.deep.equal(['"linked.ts": a link']);
    for (const { name, file } of FORMATS.filter(({ name }) => formats.includes(name)))
      expect(read(file), name).to.contain("linked.ts");
  });
});

describe("the copy of a submission", function () {
  this.timeout(60_000);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const signals = process.platform === "win32" ? it.skip : it;
    signals(`is gone after ${signal}, wherever the command is`, async () => {
      const temp = temporaryFolder();
      const program = join(KIT_ROOT, "grader/bin/grader.js");
      const args = [
        program,
        "grade",
        "lab1",
        "--submission",
        temporaryFolder({ "client.ts": "for (;;);", "server.ts": "" }),
      ];
      const child = spawn(process.execPath, args, {
        stdio: "ignore",
        env: { ...process.env, TMPDIR: temp },
      });
      const ended = once(child, "exit");
      while (readdirSync(temp).length === 0 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(readdirSync(temp)).to.have.length(1);
      child.kill(signal);
      await ended;
      expect(readdirSync(temp)).to.deep.equal([]);
    });
  }
});
