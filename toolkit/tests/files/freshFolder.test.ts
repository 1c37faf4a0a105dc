import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { freshFolder, sweepFreshFolders } from "../../src/files/freshFolder";
import { temporaryFolder } from "../support/temporaryFolder";

/** A name such as `freshFolder` gives, of a process. */
function nameOf(pid: number, what = "lab1-submission"): string {
  const { folder, dispose } = freshFolder("lab1-submission");
  dispose();
  const [machine] = /[0-9a-f]{6}(?=-\d+-\w{6}$)/.exec(basename(folder)) ?? [];
  return `${what}-${String(machine)}-${String(pid)}-abcdef`;
}

/** A process that is gone. */
function deadProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("freshFolder", () => {
  it("makes an empty folder of its own, and removes it", () => {
    const [one, other] = [freshFolder("lab1-submission"), freshFolder("lab1-submission")];
    expect(one.folder).to.not.equal(other.folder);
    expect(readdirSync(one.folder)).to.deep.equal([]);
    writeFileSync(join(one.folder, "a.ts"), "");
    for (const { dispose } of [one, other]) dispose();
    one.dispose();
    expect([one, other].some(({ folder }) => existsSync(folder))).to.equal(false);
  });

  it("removes what a killed process left, and nothing else", () => {
    const within = temporaryFolder();
    const dead = deadProcess();
    const left = [nameOf(dead), nameOf(dead, "lab2-archive"), nameOf(dead, "kit-git")];
    const others = [
      nameOf(process.pid),
      nameOf(dead, "lab1-submissions"),
      // Of a machine whose processes are not known here.
      nameOf(dead).replace(/-[0-9a-f]{6}-/, "-ffffff-"),
      // As earlier versions named them.
      "lab1-submission-abcdef",
      "kit-test-abcdef",
    ];
    for (const name of [...left, ...others]) {
      mkdirSync(join(within, name));
      writeFileSync(join(within, name, "client.ts"), "");
    }
    sweepFreshFolders(within);
    expect(readdirSync(within)).to.have.members(others);
  });

  it("removes folders older than a day, but not those of a living process", () => {
    const within = temporaryFolder();
    const left = ["lab1-submission-abcdef", nameOf(process.pid).replace(/-[0-9a-f]{6}-/, "-ffffff-")];
    const others = [nameOf(process.pid), "kit-test-abcdef"];
    const yesterday = Date.now() / 1000 - 25 * 3600;
    for (const name of [...left, ...others]) {
      mkdirSync(join(within, name));
      utimesSync(join(within, name), yesterday, yesterday);
    }
    sweepFreshFolders(within);
    expect(readdirSync(within)).to.have.members(others);
  });

  it("follows no link and takes no file", () => {
    const within = temporaryFolder({ "theirs/a.ts": "", "in/x": "" });
    const dead = deadProcess();
    symlinkSync(join(within, "theirs"), join(within, "in", nameOf(dead)), "junction");
    writeFileSync(join(within, "in", nameOf(dead, "lab2-submission")), "");
    sweepFreshFolders(join(within, "in"));
    expect(readdirSync(join(within, "in"))).to.have.length(3);
    expect(existsSync(join(within, "theirs/a.ts"))).to.equal(true);
    sweepFreshFolders(join(dirname(within), "not-there"));
  });
});
