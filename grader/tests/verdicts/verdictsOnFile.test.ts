import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ScenarioVerdict } from "labrpc/testing";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { verdictsOnFile } from "../../src/verdicts/verdictsOnFile";

const VERDICTS = new Map<string, ScenarioVerdict>([
  ["one", { kind: "passed", events: 12 }],
  ["two", { kind: "failed", seed: 3, message: "is wrong", events: 4 }],
]);
const SCENARIOS = new Map([["scenarios.ts", "export const scenarios = {};"]]);

function labFolder(files: Record<string, string> = {}): string {
  return temporaryFolder({
    "lab.json": JSON.stringify({ student: ["server.ts", "scenarios.ts"] }),
    "stage.ts": "",
    "tests/stage.ts": "",
    "scenarios.judges": "x",
    "server.ts": "",
    "README.md": "",
    ...files,
  });
}

/** What is kept for a lab after it was kept for another one. */
function keptAfter(before: Record<string, string>, after: Record<string, string>): number {
  const folder = temporaryFolder({});
  verdictsOnFile(folder).write(labFolder(before), SCENARIOS, VERDICTS);
  // Labs are told apart by what they are made of, and by the name of their folder.
  const file = readdirSync(folder)[0] ?? "";
  const lab = labFolder(after);
  verdictsOnFile(folder).write(lab, SCENARIOS, new Map());
  const names = readdirSync(folder).map((name) => name.replace(/^.*-/, ""));
  return names.filter((name) => name === file.replace(/^.*-/, "")).length;
}

describe("verdicts on file", () => {
  it("are found again, by another keeper too", () => {
    const [folder, lab] = [temporaryFolder({}), labFolder()];
    expect(verdictsOnFile(folder).read(lab, SCENARIOS).size).to.equal(0);
    verdictsOnFile(folder).write(lab, SCENARIOS, VERDICTS);
    expect([...verdictsOnFile(folder).read(lab, SCENARIOS)]).to.deep.equal([...VERDICTS]);
  });

  it("are not those of other scenarios", () => {
    const [keeper, lab] = [verdictsOnFile(temporaryFolder({})), labFolder()];
    keeper.write(lab, SCENARIOS, VERDICTS);
    expect(keeper.read(lab, new Map([["scenarios.ts", "// another text"]])).size).to.equal(0);
    expect(keeper.read(lab, new Map([...SCENARIOS, ["words.ts", ""]])).size).to.equal(0);
  });

  it("hold while only the student's files, real systems or texts change", () => {
    for (const change of [{ "server.ts": "changed" }, { "README.md": "changed" }, { "real/x.ts": "new" }])
      expect(keptAfter({}, change), JSON.stringify(change)).to.equal(2);
    for (const change of [
      { "stage.ts": "changed" },
      { "tests/stage.ts": "changed" },
      { "scenarios.judges": "changed" },
      { "given/x.ts": "new" },
    ])
      expect(keptAfter({}, change), JSON.stringify(change)).to.equal(1);
  });

  it("that cannot be read are found out anew", () => {
    const [folder, lab] = [temporaryFolder({}), labFolder()];
    const keeper = verdictsOnFile(folder);
    keeper.write(lab, SCENARIOS, VERDICTS);
    for (const text of ["", "[[1]]", '[["one",{"kind":"passed"}]]']) {
      writeFileSync(join(folder, readdirSync(folder)[0] ?? ""), text);
      expect(keeper.read(lab, SCENARIOS).size, text).to.equal(0);
    }
  });

  it("are forgotten, the oldest first, when there are too many", () => {
    const [folder, lab] = [temporaryFolder({}), labFolder()];
    const keeper = verdictsOnFile(folder, 2);
    const sets = ["a", "b", "c"].map((text) => new Map([["scenarios.ts", text]]));
    for (const [index, set] of sets.entries()) {
      keeper.write(lab, set, VERDICTS);
      for (const name of readdirSync(folder)) if (index === 0) utimesSync(join(folder, name), 1, 1);
    }
    expect(sets.map((set) => keeper.read(lab, set).size)).to.deep.equal([0, 2, 2]);
  });
});
