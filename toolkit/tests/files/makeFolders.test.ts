import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { makeFolders } from "../../src/files/makeFolders";

describe("makeFolders", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "make-folders-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("makes a folder and those above it, and leaves one that is there", () => {
    const deep = join(folder, "a", "b c", "d");
    makeFolders(deep);
    expect(existsSync(deep)).to.equal(true);
    writeFileSync(join(deep, "file"), "");
    makeFolders(deep);
    makeFolders(join(folder, "a", "..", "a"));
    expect(existsSync(join(deep, "file"))).to.equal(true);
  });

  it("throws where a file stands in the way", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => makeFolders(file)).to.throw(/EEXIST/);
    expect(() => makeFolders(join(file, "below"))).to.throw(/ENOTDIR|EEXIST|ENOENT/);
  });

  it("throws at once where the system takes no folder", function () {
    if (!existsSync("/proc/self")) this.skip();
    // In another process: what never returned could not be told here.
    const program = `require(${JSON.stringify(join(__dirname, "../../bin/register.js"))});
      require(${JSON.stringify(join(__dirname, "../../src/files/makeFolders.ts"))}).makeFolders("/proc/x/y");`;
    const { stderr, signal } = spawnSync(process.execPath, ["-e", program], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(signal, "still running after 20 s").to.equal(null);
    expect(stderr).to.match(/ENOENT: .* '\/proc\/x'/);
  });
});
