import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { KIT_ROOT } from "toolkit/files/kitRoot";

const MOCHA = join(KIT_ROOT, "node_modules/mocha/bin/mocha.js");

/** Names of the files' suites and tests that plain mocha finds in a folder. */
function found(folder: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [MOCHA, "--no-color", "--dry-run", ...args],
    {
      cwd: join(KIT_ROOT, folder),
      encoding: "utf8",
    },
  );
  expect(status, stderr).to.equal(0);
  return stdout;
}

describe("plain mocha in a lab's folder", function () {
  this.timeout(60_000);

  it("runs the lab's tests", () => {
    expect(found("lab2")).to.contain("✔ TestReliablePut").and.to.contain("✔ TestLockWorlds");
  });

  it("runs only the files and tests that are named", () => {
    expect(found("lab1", "tests/part1.test.ts")).to.contain("✔ TestBasic").and.not.to.contain("TestWorlds");
    expect(found("lab1", "--grep", "TestBasic$")).to.contain("1 passing");
    expect(found(".", "lab1/tests/part1.test.ts")).to.contain("✔ TestBasic").and.not.to.contain("TestWorlds");
  });
});
