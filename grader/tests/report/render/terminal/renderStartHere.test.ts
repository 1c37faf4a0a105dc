import { Chalk } from "chalk";
import { expect } from "chai";
import type { TestReport } from "../../../../src/report/GradeReport";
import { renderStartHere } from "../../../../src/report/render/terminal/renderStartHere";
import { screenRows } from "../../../../src/report/render/screenRows";

const EVENTS = Array.from({ length: 14 }, (_, i) => `${String(i)}.0 ms  event`);

function failed(name: string, message: string): TestReport {
  return {
    name,
    part: 1,
    description: "it",
    status: "failed",
    score: 0,
    maxScore: 1,
    seeds: { run: 1, failed: 1 },
    elapsedMs: 1,
    failure: {
      kind: "failed",
      message,
      seed: 1,
      replay: "npm run grade sum",
      details: [],
      lastEvents: EVENTS,
      console: [],
    },
  };
}

function rendered(groups: readonly (readonly TestReport[])[], rows = 40): string {
  const paint = new Chalk({ level: 0 });
  return renderStartHere(groups, {
    paint,
    folder: "reports/sum",
    source: undefined,
    command: "npm run grade sum --",
    rows,
  }).join("\n\n");
}

describe("renderStartHere", () => {
  it("shows a single failure whole", () => {
    const text = rendered([[failed("TestA", "the sum is wrong")]]);
    for (const event of EVENTS) expect(text).to.contain(event);
    expect(text).not.to.contain("Start here");
  });

  it("shows the last events of the first, and a line for each of the others", () => {
    const text = rendered([
      [failed("TestA", "the sum is wrong"), failed("TestB", "the sum of all is wrong")],
      [failed("TestC", `threw ${"x".repeat(500)}`), failed("TestD", "two\nlines")],
    ]);
    expect(text).to.contain("  the last events, 6 before them left out:\n    6.0 ms  event");
    expect(text).to.contain("    13.0 ms  event");
    expect(text).to.contain("\n\nFails alike: TestB\nFail too:\n  ✗ TestC (so do 1 more): threw xxx");
    expect(text).to.match(/x…\nIn full: npm run grade sum -- --explain TestB$/);
  });

  it("keeps to the rows that are left", () => {
    const others = Array.from({ length: 20 }, (_, i) => [failed(`TestNo${String(i)}`, "y".repeat(200))]);
    const groups = [[failed("TestA", "x".repeat(150))], ...others];
    for (const rows of [20, 25, 30, 50]) {
      const text = rendered(groups, rows);
      expect(screenRows(text), String(rows)).to.be.at.most(rows);
      for (const line of text
        .split("\n")
        .slice(1)
        .filter((line) => line.includes("yyy")))
        expect(line).to.have.length.at.most(100);
    }
    // There is room for a few; the names of the others are said all the same.
    expect(rendered(groups, 25)).to.match(/\n {2}✗ TestNo0: y.*…\n[^]*\n {2}… and TestNo\d+, .*TestNo19\n/);
    expect(rendered([[failed("TestA", "wrong")]], 10)).to.match(
      /the last events, 10 before them left out:[^]*in full {3}npm run grade sum -- --explain TestA$/,
    );
  });

  it("cuts details until all fits, and leaves the rest to --explain", () => {
    const test = failed("TestA", "the run used up its budget");
    const id = "9c487c0c-c40f-48b2-96d5-857c6e997f44";
    const details = Array.from(
      { length: 20 },
      (_, i) => `server-${String(i)} has not answered put({"client":"${id}","value":"${"x".repeat(400)}"})`,
    );
    const stuck = { ...test, failure: { ...test.failure, details } } as TestReport;
    for (const others of [[], [failed("TestB", "x")]]) {
      const text = rendered([[stuck], ...others.map((other) => [other])], 27);
      expect(screenRows(text)).to.be.at.most(27);
      expect(text).to.match(/details, \d+ after them left out:\n {4}server-0 has not answered/);
      expect(text).to.contain('"client":"9c487c…"');
      expect(text).to.match(/npm run grade sum -- --explain Test[AB]$/);
    }
  });

  it("leaves out faults of a long cause before it gives up the screen", () => {
    const test = failed("TestA", "the sum is wrong");
    const late = Array.from({ length: 12 }, (_, i) => `- late ${String(i)} ${"x".repeat(150)}`);
    const lost = Array.from({ length: 6 }, (_, i) => `- lost ${String(i)} ${"y".repeat(150)}`);
    const cause = ["fails with 12 faults:", ...late, "and 6 faults made by the test:", ...lost];
    const noisy = { ...test, failure: { ...test.failure, cause } } as TestReport;
    const text = rendered([[noisy], [failed("TestB", "x")]], 30);
    expect(screenRows(text)).to.be.at.most(30);
    for (const shown of ["fails with 12 faults:", "- late 0 ", "made by the test:", "- lost 0 "])
      expect(text).to.contain(shown);
    expect(text.match(/^ +- …$/gm)).to.have.length(2);
    expect(rendered([[noisy]], 200)).to.contain("- late 11 ");
  });

  it("shows the first events of a run that got stuck", () => {
    const text = rendered([[failed("TestA", "get did not return within 60 s"), failed("TestB", "x")]]);
    expect(text).to.contain("  the last events, 6 after them left out:\n    0.0 ms  event");
    expect(text).not.to.contain("    8.0 ms  event");
  });
});
