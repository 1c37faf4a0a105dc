import { expect } from "chai";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "../src/labs/readLab";
import { findSubmission, type Submission } from "../src/submission/findSubmission";
import { ToolError } from "../src/ToolError";
import { FIXTURE_KIT } from "./support/runGrade";
import { temporaryFolder } from "./support/temporaryFolder";

const lab = readLab(FIXTURE_KIT, "sum");
const find = (folder: string, cwd = FIXTURE_KIT): Submission =>
  findSubmission(FIXTURE_KIT, lab, { kind: "folder", folder, cwd });

describe("findSubmission", () => {
  it("takes the lab's own folder, and the repository around it for late days", () => {
    expect(findSubmission(FIXTURE_KIT, lab, { kind: "own" })).to.include({
      folder: lab.folder,
      repository: FIXTURE_KIT,
      flags: "",
    });
  });

  it("takes the solution", () => {
    const { folder, flags } = findSubmission(FIXTURE_KIT, lab, { kind: "solution" });
    expect({ folder, flags }).to.deep.equal({
      folder: join(FIXTURE_KIT, "solutions/sum"),
      flags: " --solution",
    });
  });

  it("takes a lab folder, relative to where the user is", () => {
    const cwd = temporaryFolder({ "work/mine/client.ts": "" });
    expect(find("work/mine", cwd)).to.include({
      folder: join(cwd, "work/mine"),
      repository: join(cwd, "work"),
      flags: " --submission work/mine",
    });
  });

  it("finds late.txt beside files that were uploaded alone, and above them before", () => {
    const cwd = temporaryFolder({ "mine/client.ts": "", "mine/late.txt": "1" });
    expect(find("mine", cwd).repository).to.equal(join(cwd, "mine"));
    writeFileSync(join(cwd, "late.txt"), "2");
    expect(find("mine", cwd).repository).to.equal(cwd);
  });

  it("takes a repository that has a lab folder", () => {
    const folder = temporaryFolder({ "sum/client.ts": "" });
    expect(find(folder)).to.include({ folder: join(folder, "sum"), repository: folder });
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
    const folder = temporaryFolder({ "client.ts": "" });
    const everything = process.platform === "win32" || process.getuid?.() === 0;
    if (!everything) chmodSync(join(folder, "client.ts"), 0);
    if (everything) expect(find(folder).folder).to.equal(folder);
    else expect(() => find(folder)).to.throw(ToolError, /EACCES/);
  });
});
