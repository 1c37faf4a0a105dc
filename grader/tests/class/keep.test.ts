import { expect } from "chai";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFingerprints } from "../../src/class/keep/testFingerprints";
import { kitFingerprint } from "../../src/fingerprint/kitFingerprint";
import { readLab } from "toolkit/labs/readLab";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** A kit with the lab "sum" alone. */
function sumKit(): string {
  const root = temporaryFolder();
  cpSync(join(FIXTURE_KIT, "sum"), join(root, "sum"), { recursive: true });
  return root;
}

/** The tests whose fingerprints change with a file of the lab. */
function changedBy(file: string, change: (text: string) => string): string[] {
  const root = sumKit();
  const before = testFingerprints(readLab(root, "sum"), "kit");
  const path = join(root, "sum", file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
  const after = testFingerprints(readLab(root, "sum"), "kit");
  return [...before.keys()].filter((test) => before.get(test) !== after.get(test));
}

describe("testFingerprints", () => {
  it("changes with the test itself, and leaves the others", () => {
    expect(
      changedBy("tests/sum.test.ts", (text) => text.replace("expectSum(sim, 20)", "expectSum(sim, 21)")),
    ).to.deep.equal(["TestMany"]);
  });

  it("changes with what the tests share", () => {
    expect(
      changedBy("tests/sum.test.ts", (text) => text.replace("random.int(100)", "random.int(101)")),
    ).to.have.members(["TestTwo", "TestMany"]);
    expect(changedBy("harness.ts", (text) => `${text}// more\n`)).to.have.length(2);
  });

  it("does not change with points, hints and the student's own file", () => {
    expect(
      changedBy("lab.json", (text) => text.replace('"points": 4', '"points": 5').replace("Use +.", "Add.")),
    ).to.deep.equal([]);
    expect(changedBy("client.ts", (text) => `${text}// mine\n`)).to.deep.equal([]);
  });

  it("changes with the kit", () => {
    const lab = readLab(sumKit(), "sum");
    expect(testFingerprints(lab, "one").get("TestTwo")).to.not.equal(
      testFingerprints(lab, "two").get("TestTwo"),
    );
    expect(kitFingerprint())
      .to.equal(kitFingerprint())
      .and.match(/^[0-9a-f]{40}$/);
  });
});
