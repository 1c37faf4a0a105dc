import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "../../src/files/kitRoot";
import { kitInWords, readKitVersion, versionOfKit } from "../../src/files/kitVersion";
import { temporaryFolder } from "../support/temporaryFolder";

const PACKAGE = '{ "version": "1.2.3" }';
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("readKitVersion", () => {
  it("says the version and the commit of a clone", () => {
    const root = temporaryFolder({ "package.json": PACKAGE });
    expect(readKitVersion(root)).to.deep.equal({ version: "1.2.3" });
    const git = (...args: string[]): string =>
      spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
        cwd: root,
        encoding: "utf8",
      }).stdout;
    git("init", "--quiet");
    expect(readKitVersion(root)).to.deep.equal({ version: "1.2.3" });
    git("add", ".");
    git("commit", "--quiet", "--message", "one");
    expect(readKitVersion(root)).to.deep.equal({ version: "1.2.3", commit: git("rev-parse", "HEAD").trim() });
  });

  for (const [file, text] of [
    [".handout.json", JSON.stringify({ schema: "handout/v1", kit: { version: "1.2.0", commit: COMMIT } })],
    [".kit.json", JSON.stringify({ version: "1.2.0", commit: COMMIT })],
  ] as const)
    it(`says what the kit was made from where there is a ${file}, whatever is committed there`, () => {
      const root = temporaryFolder({ "package.json": PACKAGE, [file]: text });
      spawnSync("git", ["init", "--quiet"], { cwd: root });
      expect(readKitVersion(root)).to.deep.equal({ version: "1.2.0", commit: COMMIT });
      writeFileSync(join(root, file), "{}");
      expect(readKitVersion(root)).to.deep.equal({ version: "1.2.3" });
    });

  it("knows this kit", () => {
    const { version } = JSON.parse(readFileSync(join(KIT_ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(versionOfKit().version).to.equal(version);
    expect(kitInWords({ version, commit: COMMIT })).to.equal(`${version} (0123456789ab)`);
  });
});
