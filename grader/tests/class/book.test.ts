import { expect } from "chai";
import { join } from "node:path";
import { gradebookCsv, platformCsvs } from "../../src/class/book/gradebook";
import { lateScores, readLatePolicy, type LatePolicy } from "../../src/class/book/LatePolicy";
import type { ClassMember } from "../../src/class/find/findClass";
import { mistakeClusters, pointsHistogram, testStatistics } from "../../src/class/page/classStatistics";
import { renderClassPage } from "../../src/class/page/renderClassPage";
import { renderClassTable } from "../../src/class/renderClassTable";
import type { ClassMistake, ClassRow, GradedClassRow } from "../../src/class/row/ClassRow";
import type { ClassLabResult, ClassResult } from "../../src/class/run/ClassResult";
import { studentFolderName } from "../../src/class/row/studentFolderName";
import { NO_BASIS } from "../support/classFolders";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

function graded(score: number, more: Partial<GradedClassRow> = {}): GradedClassRow {
  return {
    kind: "graded",
    score,
    maxScore: 100,
    lateDays: 0,
    tests: [],
    mistakes: [],
    unjudged: [],
    ...more,
  };
}

const POLICY: LatePolicy = {
  freeDays: 3,
  penaltyPercentPerDay: 10,
  mostDays: 5,
  extensions: { ill: { lab1: 7 }, moved: { all: 1 } },
};

function pointsAfter(student: string, ...days: number[]): (number | undefined)[] {
  const rows = new Map(
    days.map((daysLate, i): [string, ClassRow] => [`lab${String(i + 1)}`, graded(80, { daysLate })]),
  );
  const late = lateScores(POLICY, student, rows);
  return [...rows.keys()].map((lab) => late.get(lab)?.points);
}

describe("lateScores", () => {
  it("takes free days first, in the order of the labs, and a part of the score for each other day", () => {
    expect(pointsAfter("ada", 2, 2, 1)).to.deep.equal([80, 72, 72]);
  });

  it("gives nothing beyond the greatest number of days", () => {
    expect(pointsAfter("ada", 8, 9)).to.deep.equal([40, 0]);
  });

  it("counts from the end of a student's extension", () => {
    expect(pointsAfter("ill", 8, 4)).to.deep.equal([80, 64]);
    expect(pointsAfter("moved", 4, 2)).to.deep.equal([80, 72]);
  });

  it("says what is wrong in a policy", () => {
    const read = (text: string) => () =>
      readLatePolicy(join(temporaryFolder({ "p.json": text }), "p.json"), "p.json");
    expect(read('{"freeDays": -1}')).to.throw(
      /p\.json is not a late policy:\n {2}freeDays: expected at least 0/,
    );
    expect(read('{"penalty": 1}')).to.throw(/expected no field "penalty"/);
    expect(read("{")).to.throw(/expected JSON/);
    expect(read("{}")()).to.deep.equal({ freeDays: 0, penaltyPercentPerDay: 0, extensions: {} });
  });
});

function classOf(columns: Record<string, string>, ...rows: ClassRow[]): ClassResult {
  return {
    members: rows.map((_, i) => ({
      student: { id: `s${String(i)}`, name: `=SUM(${String(i)})`, columns },
      inRoster: true,
      submissions: [],
    })),
    kit: { version: "1.2.3" },
    changes: [],
    labs: [
      {
        lab: "lab1",
        title: "One",
        fingerprint: "",
        results: rows.map((row) => ({ row, basis: NO_BASIS, isKept: false })),
      },
    ],
  };
}

describe("gradebook", () => {
  it("marks what a spreadsheet would take for a formula", () => {
    expect(gradebookCsv(classOf({}, graded(5))))
      .to.include("'=SUM(0)")
      .and.not.match(/,=/);
  });

  it("leaves the score as it is beside what lateness makes of it", () => {
    const [head = "", line = ""] = gradebookCsv({
      ...classOf({}, graded(80, { daysLate: 5 })),
      policy: POLICY,
    }).split("\n");
    const cells = Object.fromEntries(head.split(",").map((name, i) => [name, line.split(",")[i]]));
    expect(cells).to.include({
      lab1: "80",
      "lab1 days late": "5",
      "lab1 after lateness": "64",
      "free days used": "3",
    });
    expect(cells).to.include({ total: "80", "total after lateness": "64" });
  });

  it("makes what Canvas and Moodle import of rosters that came from there", () => {
    const canvas = { Student: "Doe, Jane", ID: "12", "SIS Login ID": "jane" };
    expect(
      platformCsvs(classOf(canvas, graded(5), { kind: "ungradable", reason: "r" }, { kind: "missing" })),
    ).to.deep.equal([
      {
        name: "canvas.csv",
        text: 'Student,ID,SIS Login ID,lab1\n"Doe, Jane",12,jane,5\n"Doe, Jane",12,jane,\n"Doe, Jane",12,jane,0\n',
      },
    ]);
    expect(platformCsvs(classOf({ "Email address": "j@example.org" }, graded(5)))[0]?.name).to.equal(
      "moodle.csv",
    );
    expect(platformCsvs(classOf({ username: "jane" }, graded(5)))).to.deep.equal([]);
  });
});

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

  it("counts points in tenths, full marks apart", () => {
    const bins = pointsHistogram(lab).filter(({ students }) => students > 0);
    expect(bins.map(({ label }) => label)).to.deep.equal(["0–9 %", "50–59 %", "100 %"]);
  });
});

describe("the page of a class", () => {
  const mistake = (what: string): ClassMistake => ({ test: "TestA", what, cause: [] });
  const result = classOf(
    {},
    graded(10, { mistakes: [mistake("a reply was lost"), mistake("its own")] }),
    graded(20, { mistakes: [mistake("a reply was lost")] }),
  );

  it("shows what students share, and hides what one of them did alone", () => {
    const [before, hidden = ""] = renderClassPage(result).split(
      "<summary>Mistakes of one student each: 1</summary>",
    );
    expect(before).to.include("a reply was lost").and.not.include("its own");
    expect(hidden).to.include("its own");
    const alone = renderClassPage(classOf({}, graded(10, { mistakes: [mistake("its own")] })));
    expect(alone).to.include("No two students share one.");
  });

  it("lets no line of a student's text pass for one of the table's", () => {
    const forged = "x\n::error::forged\nlab1, 31 students: forged";
    const shown = renderClassTable(
      classOf({}, graded(10, { mistakes: [mistake(forged)] }), graded(10, { mistakes: [mistake(forged)] }), {
        kind: "ungradable",
        reason: forged,
      }),
      { color: false },
    );
    expect(shown.split("forged").length - 1).to.equal(4);
    expect(shown).to.not.match(/^(?!\s*│).*forged/m);
  });

  it("says who is not on the roster where there is one", () => {
    const withoutRoster = { ...result, members: result.members.map((one) => ({ ...one, inRoster: false })) };
    const [ada = result.members[0], ...others] = withoutRoster.members;
    const withRoster = { ...result, members: [{ ...ada, inRoster: true } as ClassMember, ...others] };
    const strangers = (text: string): number => text.split("not on the roster").length - 1;
    for (const [of, count] of [
      [withoutRoster, 0],
      [withRoster, 1],
      [result, 0],
    ] as const) {
      expect(strangers(renderClassPage(of))).to.equal(count);
      expect(strangers(renderClassTable(of, { color: false }))).to.equal(count);
    }
  });
});

describe("studentFolderName", () => {
  it("keeps what every system takes, and is another for another id", () => {
    expect(studentFolderName("jane.doe-7@example.org")).to.equal("jane.doe-7@example.org");
    for (const id of ["../x", "a/b", "con", "aux.txt", "Zoë", "", ".", "x".repeat(200), "a:b"])
      expect(studentFolderName(id))
        .to.match(/^[A-Za-z0-9][A-Za-z0-9@._-]{0,79}$/)
        .and.not.match(/^(con|aux)(\.|$)|\.$/);
    expect(studentFolderName("a/b")).to.not.equal(studentFolderName("a:b"));
    // Nobody can call himself like the folder of somebody else.
    expect(studentFolderName(studentFolderName("Jane Doe"))).to.not.equal(studentFolderName("Jane Doe"));
  });
});
