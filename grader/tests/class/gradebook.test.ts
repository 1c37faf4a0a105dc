import { expect } from "chai";
import { gradebookCsv } from "../../src/class/book/gradebook";
import { otherScales, platformCsvs } from "../../src/class/book/platformCsvs";
import { csvOf } from "../../src/class/row/csvOf";
import type { ClassRow } from "../../src/class/row/ClassRow";
import { classOfRows, graded, POLICY } from "../support/classRows";

describe("gradebook", () => {
  it("marks what a spreadsheet would take for a formula", () => {
    expect(gradebookCsv(classOfRows({}, graded(5))))
      .to.include("'=SUM(0)")
      .and.not.match(/,=/);
    const row = ["=1", "+1", "-1", "@x", "\tx", "\uff1d1", "-", "a-b"];
    expect(csvOf([Object.fromEntries(row.map((cell) => [cell, cell]))]).split("\n")).to.deep.equal([
      ...["'=1,'+1,'-1,'@x,'\tx,'\uff1d1,-,a-b", "'=1,'+1,'-1,'@x,'\tx,'\uff1d1,-,a-b"],
      "",
    ]);
  });

  it("has the points of optional parts, and what an extension covers, in columns of their own", () => {
    const optional = { score: 4, maxScore: 13 };
    const [head = "", line = ""] = gradebookCsv({
      ...classOfRows({}, graded(80, { daysLate: 5, optional })),
      policy: { ...POLICY, extensions: { s0: { lab1: 4 } } },
    }).split("\n");
    const cells = Object.fromEntries(head.split(",").map((name, i) => [name, line.split(",")[i]]));
    expect(cells).to.include({ "lab1 optional": "4", "lab1 days of extension": "4", "free days used": "1" });
  });

  it("has no total where something could not be graded", () => {
    const [, ada = "", bob = ""] = gradebookCsv(
      classOfRows({}, { kind: "ungradable", reason: "r" }, { kind: "missing" }),
    ).split("\n");
    expect(ada.split(",").at(-1)).to.equal("");
    expect(bob.split(",").at(-1)).to.equal("0");
  });

  it("leaves the score as it is beside what lateness makes of it", () => {
    const [head = "", line = ""] = gradebookCsv({
      ...classOfRows({}, graded(80, { daysLate: 5 })),
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
      classOfRows({}, graded(80, { timeUnknown: "no commit" }), graded(0, { syntaxErrors: 2 }), {
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
    expect(platformCsvs(classOfRows(canvas, ...rows))).to.deep.equal([
      {
        name: "canvas.csv",
        text: 'Student,ID,SIS Login ID,lab1\nPoints Possible,,,100\n"Doe, Jane",12,jane,5\n"Doe, Jane",12,jane,\n"Doe, Jane",12,jane,0\n',
      },
    ]);
  });

  it("finds the assignment that Canvas has, and keeps its points and what could not be graded", () => {
    const canvas = { Student: "Doe, Jane", ID: "12", "Lab 1 (977)": "42" };
    const [table] = platformCsvs({
      ...classOfRows(canvas, graded(5), { kind: "ungradable", reason: "r" }),
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
    const [table] = platformCsvs(classOfRows({ "Email address": "j@example.org" }, graded(5)));
    expect(table).to.deep.equal({ name: "moodle.csv", text: "Email address,lab1\nj@example.org,5\n" });
    expect(platformCsvs(classOfRows({ username: "jane" }, graded(5)))).to.deep.equal([]);
  });

  it("fills in the grading worksheet of Moodle's assignment, and hands back no feedback", () => {
    const sheet = {
      Identifier: "Participant 7",
      Grade: "",
      "Last modified (grade)": "-",
      "Feedback comments": "- test",
    };
    expect(platformCsvs(classOfRows(sheet, graded(5)))[0]?.text.split("\n")[0]).to.equal(
      "Identifier,Grade,Last modified (grade)",
    );
    expect(platformCsvs(classOfRows(sheet, graded(5)))[0]?.text).to.match(/^Participant 7,5,/m);
  });

  it("keeps what the platform has where a score is not final, and where somebody is excused", () => {
    const cells = (there: string, row: ClassRow): string | undefined =>
      platformCsvs(classOfRows({ Student: "Ada", ID: "1", lab1: there }, row))[0]?.text.split("\n")[2];
    expect(cells("42", graded(5, { unjudged: ["TestA"] }))).to.equal("Ada,1,42");
    expect(cells("EX", { kind: "missing" })).to.equal("Ada,1,EX");
    expect(cells("42", { kind: "missing" })).to.equal("Ada,1,0");
  });

  it("says where the platform counts other points than the lab has", () => {
    const canvas = classOfRows({ Student: "Ada", ID: "1", "Lab 1 (9)": "" }, graded(5));
    const scales = (points: string): number =>
      otherScales({ ...canvas, pointsPossible: { "Lab 1 (9)": points } }).length;
    expect([scales("100"), scales("100.0"), scales(""), scales("50")]).to.deep.equal([0, 0, 0, 1]);
    const moodle = (most: string): string[] => otherScales(classOfRows({ "Maximum Grade": most }, graded(5)));
    expect(moodle("100.00")).to.deep.equal([]);
    expect(moodle("20")[0]).to.include("lab1: the roster's platform has 20 points for it, the lab has 100");
  });
});
