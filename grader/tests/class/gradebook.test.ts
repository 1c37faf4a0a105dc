import { expect } from "chai";
import { gradebookCsv } from "../../src/class/book/gradebook";
import { platformCsvs } from "../../src/class/book/platformCsvs";
import type { ClassRow } from "../../src/class/row/ClassRow";
import { classOfRows, graded, POLICY } from "../support/classRows";

describe("gradebook", () => {
  it("marks what a spreadsheet would take for a formula", () => {
    expect(gradebookCsv(classOfRows({}, graded(5))))
      .to.include("'=SUM(0)")
      .and.not.match(/,=/);
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

  it("fills in the grading worksheet of Moodle's assignment", () => {
    const sheet = { Identifier: "Participant 7", Status: "Submitted", Grade: "", "Maximum Grade": "100" };
    expect(platformCsvs(classOfRows(sheet, graded(5)))[0]?.text).to.equal(
      "Identifier,Status,Grade,Maximum Grade\nParticipant 7,Submitted,5,100\n",
    );
  });
});
