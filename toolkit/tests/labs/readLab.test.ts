import { expect } from "chai";
import { labNames, parseLabManifest, readLab } from "toolkit/labs/readLab";
import { ToolError } from "toolkit/cli/ToolError";
import { temporaryFolder } from "../support/temporaryFolder";

const test = { name: "TestA", part: 1, points: 2, description: "a", hint: "b" };
const manifest = {
  lab: "lab9",
  title: "t",
  student: ["client.ts"],
  given: [],
  seeds: 25,
  parts: [{ part: 1, title: "p" }],
  tests: [test],
};

describe("parseLabManifest", () => {
  it("reads a manifest and fills in the limits", () => {
    const read = parseLabManifest(JSON.stringify(manifest), "lab9/lab.json");
    expect(read).to.deep.equal({
      ...manifest,
      fixed: [],
      partialCredit: false,
      wallClockSeconds: 60,
      silenceSeconds: 5,
      isolation: "auto",
      memoryMb: 512,
    });
  });

  const wrong: [string, object, RegExp][] = [
    ["points that are no whole number", { tests: [{ ...test, points: 1.5 }] }, /tests\[0\]\.points/],
    ["negative points", { tests: [{ ...test, points: -1 }] }, /tests\[0\]\.points/],
    ["a missing hint", { tests: [{ ...test, hint: undefined }] }, /tests\[0\]\.hint/],
    ["a field that does not exist", { point: 3 }, /point/],
    [
      "a part that is not listed",
      { tests: [{ ...test, part: 7 }] },
      /tests\[0\]\.part: expected a part .* got 7/,
    ],
    ["a name used twice", { tests: [test, test] }, /tests\[1\]\.name: expected each name once/],
    ["a name that is no test name", { tests: [{ ...test, name: "basic" }] }, /tests\[0\]\.name/],
    ["no tests", { tests: [] }, /tests/],
    [
      "a part that is listed twice",
      {
        parts: [
          { part: 1, title: "p" },
          { part: 1, title: "q" },
        ],
      },
      /parts\[1\]\.part: expected each part once, got 1 again/,
    ],
    ["seeds as a text", { seeds: "25" }, /seeds/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what} and names the field`, () => {
      expect(() => parseLabManifest(JSON.stringify({ ...manifest, ...change }), "lab9/lab.json"))
        .to.throw(ToolError, /lab9\/lab\.json is malformed/)
        .with.property("message")
        .that.matches(message);
    });
  }

  it("refuses what is not JSON", () => {
    expect(() => parseLabManifest("{ oh", "lab9/lab.json")).to.throw(
      ToolError,
      /lab9\/lab\.json: expected JSON/,
    );
  });
});

describe("readLab", () => {
  it("reads what an editor on Windows wrote", () => {
    const text = `\ufeff${JSON.stringify(manifest, null, 2).replaceAll("\n", "\r\n")}`;
    const root = temporaryFolder({ "lab9/lab.json": text, "lab9/tests/a.test.ts": "" });
    expect(readLab(root, "lab9").manifest.title).to.equal("t");
  });

  it("lists the labs there are, and suggests one", () => {
    const root = temporaryFolder({
      "sum/lab.json": "",
      "behave/lab.json": "",
      "leaks/lab.json": "",
      "other/x": "",
    });
    expect(labNames(root)).to.deep.equal(["behave", "leaks", "sum"]);
    expect(() => readLab(root, "smu")).to.throw(
      ToolError,
      /behave, leaks, sum.*got "smu" \(did you mean sum\?\)/,
    );
  });

  it("refuses a manifest that is another lab's", () => {
    const root = temporaryFolder({ "lab8/lab.json": JSON.stringify(manifest) });
    expect(() => readLab(root, "lab8")).to.throw(
      ToolError,
      /lab8\/lab\.json: lab: expected "lab8", got "lab9"/,
    );
  });

  it("refuses a lab without tests", () => {
    const root = temporaryFolder({ "lab9/lab.json": JSON.stringify(manifest) });
    expect(() => readLab(root, "lab9")).to.throw(ToolError, /expected mocha files lab9\/tests/);
  });
});
