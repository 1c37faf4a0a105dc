import { expect } from "chai";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { withOriginalPaths } from "toolkit/files/originalPaths";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { ToolError } from "toolkit/cli/ToolError";
import { SMALL_KIT, sumLab } from "../support/sumLab";
import { temporaryFolder } from "../support/temporaryFolder";

describe("findSubmission", () => {
  const made: Submission[] = [];
  const kept = (submission: Submission): Submission => {
    made.push(submission);
    return submission;
  };
  const find = (folder: string, cwd = SMALL_KIT): Submission =>
    kept(findSubmission(SMALL_KIT, sumLab, { kind: "folder", folder, cwd }));
  afterEach(() => {
    for (const submission of made.splice(0)) submission.dispose();
  });

  it("takes the lab's own folder", () => {
    const { original, folder, flags } = kept(findSubmission(SMALL_KIT, sumLab, { kind: "own" }));
    expect({ original, flags }).to.deep.equal({ original: sumLab.folder, flags: "" });
    expect(readFileSync(join(folder, "client.ts"))).to.deep.equal(
      readFileSync(join(sumLab.folder, "client.ts")),
    );
  });

  it("takes the solution", () => {
    const { original, flags } = kept(findSubmission(SMALL_KIT, sumLab, { kind: "solution" }));
    expect({ original, flags }).to.deep.equal({
      original: join(SMALL_KIT, "solutions/sum"),
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
});
