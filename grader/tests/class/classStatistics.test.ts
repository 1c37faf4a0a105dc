import { expect } from "chai";
import { mistakeClusters, pointsHistogram, testStatistics } from "../../src/class/page/classStatistics";
import type { ClassMistake, GradedClassRow } from "../../src/class/row/ClassRow";
import type { ClassLabResult } from "../../src/class/run/ClassResult";
import { NO_BASIS } from "../support/classFolders";
import { classOfRows, graded } from "../support/classRows";

describe("statistics of a class", () => {
  const test = (name: string, passed: boolean): GradedClassRow["tests"][number] => ({
    name,
    score: passed ? 10 : 0,
    maxScore: 10,
    passed,
  });
  const mistake = { test: "TestB", what: "lost # times", cause: ["the reply was lost"] };
  const lab: ClassLabResult = {
    lab: "lab1",
    title: "One",
    fingerprint: "",
    results: [
      graded(20, { maxScore: 20, tests: [test("TestA", true), test("TestB", true)] }),
      graded(10, { maxScore: 20, tests: [test("TestA", true), test("TestB", false)], mistakes: [mistake] }),
      graded(0, {
        maxScore: 20,
        tests: [test("TestA", false), test("TestB", false)],
        mistakes: [mistake, mistake],
      }),
      { kind: "missing" as const },
    ].map((row) => ({ row, basis: NO_BASIS, isKept: false })),
  };

  it("puts the hardest test first, and says how it goes with the others", () => {
    const [b, a] = testStatistics(lab);
    expect(b).to.include({ name: "TestB", passed: 1, of: 3 });
    expect(a).to.include({ name: "TestA", passed: 2, of: 3 });
    expect(b?.discrimination).to.be.closeTo(0.5, 1e-9);
  });

  it("counts a student once for a mistake", () => {
    expect(mistakeClusters(lab).map(({ members }) => members)).to.deep.equal([[1, 2]]);
  });

  it("puts together what differs in values alone, and tests that the very same students fail", () => {
    const shared = (clerk: string): ClassMistake[] => [
      { test: "TestA", what: `clerk-${clerk} got "x${clerk}"`, cause: [] },
      { test: "TestB", what: "lost", cause: [] },
    ];
    const own = { test: "TestC", what: "its own", cause: [] };
    const { labs } = classOfRows(
      {},
      graded(1, { mistakes: shared("1") }),
      graded(1, { mistakes: [...shared("2"), own] }),
    );
    const clusters = labs.flatMap(mistakeClusters);
    expect(clusters.map(({ what, members, alsoFails }) => [what, members, alsoFails])).to.deep.equal([
      ['clerk-1 got "x1"', [0, 1], ["TestB"]],
      ["its own", [1], []],
    ]);
  });

  it("names all tests in which the same failure shows, and keeps what one student did apart", () => {
    const lost = (test: string): ClassMistake => ({ test, what: "lost", cause: [] });
    const both = [lost("TestA"), lost("TestB")];
    const own = ["one", "another"].map((what): ClassMistake => ({ test: "TestC", what, cause: [] }));
    const { labs } = classOfRows(
      {},
      graded(1, { mistakes: both }),
      graded(1, { mistakes: [...both, ...own] }),
    );
    const clusters = labs.flatMap(mistakeClusters);
    expect(clusters.map(({ what, test, alsoFails }) => [what, test, alsoFails])).to.deep.equal([
      ["lost", "TestA", ["TestB"]],
      ["one", "TestC", []],
      ["another", "TestC", []],
    ]);
  });

  it("leaves what does not parse out of the tests' statistics", () => {
    const broken = {
      row: graded(0, { syntaxErrors: 1, tests: [test("TestA", false), test("TestB", false)] }),
    };
    const withBroken = { ...lab, results: [...lab.results, { ...broken, basis: NO_BASIS, isKept: false }] };
    expect(testStatistics(withBroken)).to.deep.equal(testStatistics(lab));
  });

  it("counts points in tenths, full marks apart", () => {
    const bins = pointsHistogram(lab).filter(({ students }) => students > 0);
    expect(bins.map(({ label }) => label)).to.deep.equal(["0–9 %", "50–59 %", "100 %"]);
  });
});
