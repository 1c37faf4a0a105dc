import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { readRegularFile } from "toolkit/files/readRegularFile";
import { missingPrograms } from "../support/missingPrograms";
import { temporaryFolder } from "../support/temporaryFolder";

describe("readRegularFile", () => {
  const folder = temporaryFolder({ file: "twelve bytes", "folder/x": "" });
  const at = (name: string): string => join(folder, name);
  const read = (name: string, most = 100): string => {
    const found = readRegularFile(at(name), { most });
    return found.kind === "content"
      ? found.bytes.toString()
      : found.kind === "irregular"
        ? found.what
        : found.kind;
  };
  const links = process.platform === "win32" ? it.skip : it;
  const pipes = missingPrograms("mkfifo").length === 0 ? it : it.skip;

  it("reads a file up to its limit", () => {
    expect(read("file", 12)).to.equal("twelve bytes");
    expect(read("file", 11)).to.equal("too-large");
    expect(read("nowhere")).to.equal("missing");
    expect(read("file/below")).to.equal("missing");
    expect(read("folder")).to.equal("a folder");
  });

  links("follows a link only where the user chose the file", () => {
    symlinkSync(at("file"), at("link"));
    expect(read("link")).to.equal("a link");
    expect(readNamedFile(at("link"))).to.include({ kind: "content" });
  });

  pipes("does not wait for a pipe, not even behind a link", () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync(at("pipe"), at("to the pipe"));
    expect(read("pipe")).to.equal("a pipe");
    expect(readNamedFile(at("to the pipe"))).to.deep.equal({ kind: "unreadable", why: "it is a pipe" });
  });

  it("does not believe what a file says of its size", function () {
    // Files of this kind say 0.
    const file = "/proc/self/maps";
    if (!existsSync(file)) this.skip();
    expect(readRegularFile(file, { most: 50 }).kind).to.equal("too-large");
    expect(readRegularFile("/dev/zero", { most: 50 })).to.deep.equal({ kind: "irregular", what: "a device" });
  });
});
