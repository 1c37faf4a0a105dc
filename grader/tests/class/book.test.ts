import { expect } from "chai";
import { join } from "node:path";
import { gradebookCsv } from "../../src/class/book/gradebook";
import { platformCsvs } from "../../src/class/book/platformCsvs";
import { lateScores, readLatePolicy, type LatePolicy } from "../../src/class/late/LatePolicy";
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
  percentOf: "score",
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

  it("takes a part of the lab's points where the policy says so, and never more than there are", () => {
    const policy: LatePolicy = { ...POLICY, freeDays: 0, mostDays: 20, percentOf: "maxScore" };
    const after = (daysLate: number): number | undefined =>
      lateScores(policy, "ada", new Map([["lab1", graded(80, { daysLate })]])).get("lab1")?.points;
    expect([1, 2, 9].map(after)).to.deep.equal([70, 60, 0]);
  });

  it("says what is wrong in a policy", () => {
    const read = (text: string) => () =>
      readLatePolicy(join(temporaryFolder({ "p.json": text }), "p.json"), "p.json");
    expect(read('{"freeDays": -1}')).to.throw(
      /p\.json is not a late policy:\n {2}freeDays: expected at least 0/,
    );
    expect(read('{"penalty": 1}')).to.throw(/expected no field "penalty"/);
    expect(read("{")).to.throw(/expected JSON/);
    expect(read("{}")()).to.deep.equal({
      freeDays: 0,
      penaltyPercentPerDay: 0,
      percentOf: "score",
      extensions: {},
    });
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

  it("says of whom it is not known when it was handed in, and what does not parse", () => {
    const [, ada = "", bob = "", cy = ""] = gradebookCsv(
      classOf({}, graded(80, { timeUnknown: "no commit" }), graded(0, { syntaxErrors: 2 }), {
        kind: "missing",
      }),
    ).split("\n");
    expect(ada).to.include(",80,100,graded,not known,");
    expect(bob).to.include(",0,100,does not parse,,");
    expect(cy).to.include(",0,100,missing,,");
  });

  it("makes what Canvas imports of a roster that came from there", () => {
    const canvas = { Student: "Doe, Jane", ID: "12", "SIS Login ID": "jane" };
    const rows: ClassRow[] = [graded(5), { kind: "ungradable", reason: "r" }, { kind: "missing" }];
    expect(platformCsvs(classOf(canvas, ...rows))).to.deep.equal([
      {
        name: "canvas.csv",
        text: 'Student,ID,SIS Login ID,lab1\nPoints Possible,,,100\n"Doe, Jane",12,jane,5\n"Doe, Jane",12,jane,\n"Doe, Jane",12,jane,0\n',
      },
    ]);
  });

  it("finds the assignment that Canvas has, and keeps its points and what could not be graded", () => {
    const canvas = { Student: "Doe, Jane", ID: "12", "Lab 1 (977)": "42" };
    const [table] = platformCsvs({
      ...classOf(canvas, graded(5), { kind: "ungradable", reason: "r" }),
      pointsPossible: { Student: "    Points Possible", "Lab 1 (977)": "50" },
    });
    expect(table?.text.split("\n")).to.deep.equal([
      "Student,ID,Lab 1 (977)",
      "Points Possible,,50",
      '"Doe, Jane",12,5',
      '"Doe, Jane",12,42',
      "",
    ]);
  });

  it("makes what Moodle imports of a roster that came from there", () => {
    const [table] = platformCsvs(classOf({ "Email address": "j@example.org" }, graded(5)));
    expect(table).to.deep.equal({ name: "moodle.csv", text: "Email address,lab1\nj@example.org,5\n" });
    expect(platformCsvs(classOf({ username: "jane" }, graded(5)))).to.deep.equal([]);
  });

  it("fills in the grading worksheet of Moodle's assignment", () => {
    const sheet = { Identifier: "Participant 7", Status: "Submitted", Grade: "", "Maximum Grade": "100" };
    expect(platformCsvs(classOf(sheet, graded(5)))[0]?.text).to.equal(
      "Identifier,Status,Grade,Maximum Grade\nParticipant 7,Submitted,5,100\n",
    );
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

  it("puts together what differs in values alone, and tests that the very same students fail", () => {
    const shared = (clerk: string): ClassMistake[] => [
      { test: "TestA", what: `clerk-${clerk} got "x${clerk}"`, cause: [] },
      { test: "TestB", what: "lost", cause: [] },
    ];
    const own = { test: "TestC", what: "its own", cause: [] };
    const { labs } = classOf(
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

describe("the page of a class", () => {
  const mistake = (what: string): ClassMistake => ({ test: "TestA", what, cause: [] });
  const result = classOf(
    {},
    graded(10, { mistakes: [mistake("a reply was lost"), mistake("its own")] }),
    graded(20, { mistakes: [mistake("a reply was lost")] }),
  );

  it("shows what students share, and hides what one of them did alone", () => {
    const [before, hidden = ""] = renderClassPage(result, []).split(
      "<summary>Mistakes of one student each: 1</summary>",
    );
    expect(before).to.include("a reply was lost").and.not.include("its own");
    expect(hidden).to.include("its own");
    const alone = renderClassPage(classOf({}, graded(10, { mistakes: [mistake("its own")] })), []);
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
      expect(strangers(renderClassPage(of, []))).to.equal(count);
      expect(strangers(renderClassTable(of, { color: false }))).to.equal(count);
    }
  });
});

describe("the table of a class", () => {
  it("shows lateness, and what to know of a score", () => {
    const late = graded(80, { daysLate: 5 });
    const shown = renderClassTable(
      {
        ...classOf({}, late, graded(70, { timeUnknown: "no commit" }), graded(0, { syntaxErrors: 1 })),
        policy: POLICY,
      },
      { color: false },
    );
    expect(shown)
      .to.include("80 of 100, 5 days late, 64 after lateness")
      .and.include("70 of 100, hand-in time not known")
      .and.include("0 of 100, does not parse")
      .and.match(/lab1: of 1 submission it is not known when it was handed in.*--handed-in FILE/);
    const page = renderClassPage({ ...classOf({}, late), policy: POLICY }, ["gradebook.csv"]);
    expect(page)
      .to.include('<a href="gradebook.csv">')
      .and.match(/After lateness.*<td class="number">64<\/td>/s);
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
