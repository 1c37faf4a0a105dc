import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { MOST_SUBMISSION_ENTRIES } from "toolkit/submission/surveySubmission";
import { ToolError } from "toolkit/cli/ToolError";
import { missingPrograms } from "../support/missingPrograms";
import { SMALL_KIT, sumLab } from "../support/sumLab";
import { temporaryFolder } from "../support/temporaryFolder";

describe("a submission that is not what it seems", () => {
  const find = (folder: string): Submission =>
    findSubmission(SMALL_KIT, sumLab, { kind: "folder", folder, cwd: SMALL_KIT });
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
    const deeper = { ...sumLab, manifest: { ...sumLab.manifest, student: ["client.ts", "src/server.ts"] } };
    const folder = temporaryFolder({ "client.ts": "" });
    symlinkSync(temporaryFolder({ "server.ts": "" }), join(folder, "src"));
    expect(() => findSubmission(SMALL_KIT, deeper, { kind: "folder", folder, cwd: SMALL_KIT })).to.throw(
      ToolError,
      /src to be a folder, got a link; links are not followed: put the folder itself there/,
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
      for (let i = 0; i < MOST_SUBMISSION_ENTRIES; i++)
        closeSync(openSync(join(folder, below, String(i)), "w"));
      if (below === "node_modules") find(folder).dispose();
    }
    expect(() => find(folder)).to.throw(ToolError, /at most 20000 files and folders, .*, got more in/);
  });
});
