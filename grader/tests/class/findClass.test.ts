import { expect } from "chai";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { findClass, type ClassMember, type ClassSubmission } from "../../src/class/find/findClass";
import { openSubmission } from "../../src/class/find/openSubmission";
import { readRoster } from "../../src/class/find/readRoster";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** Who handed in what, by the student's id. */
function membersIn(files: Readonly<Record<string, string>>, roster?: string): Record<string, string[]> {
  const folder = temporaryFolder(files);
  const list =
    roster === undefined
      ? undefined
      : readRoster(join(temporaryFolder({ "r.csv": roster }), "r.csv"), "r.csv");
  return byId(findClass(folder, "class", list));
}

function byId(members: readonly ClassMember[]): Record<string, string[]> {
  return Object.fromEntries(
    members.map(({ student, submissions }) => [student.id, submissions.map(({ named }) => named)]),
  );
}

describe("findClass", () => {
  it("takes folders and archives, and leaves other files out", () => {
    expect(
      membersIn({ "ada/x.ts": "", "bob.zip": "", "cy.tar.gz": "", "grades.csv": "", ".DS_Store": "" }),
    ).to.deep.equal({
      ada: ["ada"],
      bob: ["bob.zip"],
      cy: ["cy.tar.gz"],
    });
  });

  it("shows names that steer a terminal, turn text round or have several lines as escapes", () => {
    const names = ["a\n::error::b", "\u001b[2Jc", "\u202ed"];
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [`${name}/x.ts`, ""])));
    const roster = 'Student,ID\n"e\nf\u009b",1\n';
    const list = readRoster(join(temporaryFolder({ "r.csv": roster }), "r.csv"), "r.csv");
    const members = findClass(folder, "class", list);
    const shown = ["\\u001b[2Jc", "a\\n::error::b", "\\u202ed"];
    expect(members.map(({ student }) => student.name)).to.deep.equal(["e\\nf\\u009b", ...shown]);
    expect(members.flatMap(({ submissions }) => submissions.map(({ named }) => named))).to.deep.equal(shown);
    // What goes by the id still tells them apart.
    expect(members.slice(1).map(({ student }) => student.id)).to.have.members(names);
  });

  it("gives a name that is not in UTF-8 a row, and the others theirs", async function () {
    const folder = temporaryFolder({ "ada/x.ts": "" });
    try {
      mkdirSync(Buffer.concat([Buffer.from(`${folder}/m`), Buffer.from([0xfc]), Buffer.from("ller")]));
    } catch {
      // Not every system takes such a name.
      this.skip();
    }
    const members = findClass(folder, "class", undefined);
    expect(members.map(({ student }) => student.id)).to.deep.equal(["ada", "m\ufffdller"]);
    const [submission] = members[1]?.submissions ?? [];
    const opened = openSubmission(folder, readLab(KIT_ROOT, "lab1"), submission as ClassSubmission);
    const thrown: unknown = await opened.catch((error: unknown) => error);
    expect(thrown)
      .to.be.instanceOf(ToolError)
      .with.property(
        "message",
        "expected a name in UTF-8, got m\ufffdller, which cannot be opened; give it another name, or unpack the download once more",
      );
  });

  it("knows the names of Canvas' downloads", () => {
    const roster =
      'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Doe, Jane",12,7,jane,1\n"Roe, Al",13,8,al,1\n';
    const found = membersIn({ "doejane_12_9001_lab1.zip": "", "roeal_LATE_13_9002_lab1-2.zip": "" }, roster);
    expect(found).to.deep.equal({
      jane: ["doejane_12_9001_lab1.zip"],
      al: ["roeal_LATE_13_9002_lab1-2.zip"],
    });
  });

  it("knows the names of Moodle's downloads", () => {
    const roster = "First name,Surname,Email address,ID number\nJane,Doe,jane@example.org,12\n";
    expect(membersIn({ "Jane Doe_555_assignsubmission_file/lab1.zip": "" }, roster)).to.deep.equal({
      "12": ["Jane Doe_555_assignsubmission_file"],
    });
  });

  it("reads Gradescope's list of an export, with the time of handing in", () => {
    const yml = `submission_1:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '12'\n    :email: jane@example.org\n  :created_at: 2026-10-01 10:00:00 +0200\n`;
    const folder = temporaryFolder({
      "submission_metadata.yml": yml,
      "submission_1/client.ts": "",
      "other/x.ts": "",
    });
    const [member, ...more] = findClass(folder, "class", undefined);
    expect(more).to.deep.equal([]);
    expect(member?.student.id).to.equal("12");
    expect(member?.submissions[0]?.handedIn).to.equal(Date.parse("2026-10-01T08:00:00Z"));
  });

  it("finds a student at the end of a classroom repository's name", () => {
    const roster = "identifier,github_username\n12,jane-doe\n13,doe\n";
    expect(membersIn({ "lab1-jane-doe/x.ts": "", "lab1-doe/x.ts": "" }, roster)).to.deep.equal({
      "12": ["lab1-jane-doe"],
      "13": ["lab1-doe"],
    });
  });

  it("takes no name that two students have for one of them", () => {
    const roster = "username,name\nj1,Jane Doe\nj2,Jane Doe\n";
    expect(membersIn({ "Jane Doe/x.ts": "" }, roster)).to.deep.equal({
      j1: [],
      j2: [],
      "Jane Doe": ["Jane Doe"],
    });
  });

  it("lets nobody into another's row who calls himself so", () => {
    const canvas = "Student,ID,SIS Login ID\nBob Smith,12,bob\nMal Roe,13,mal\n";
    const renamed = { "bobsmith_12_9001_a.zip": "", "bobsmith_13_9002_a.zip": "" };
    expect(membersIn(renamed, canvas)).to.deep.equal({
      bob: ["bobsmith_12_9001_a.zip"],
      mal: [],
      bobsmith_13: ["bobsmith_13_9002_a.zip"],
    });
    expect(membersIn(renamed)).to.deep.equal({
      bobsmith_12: ["bobsmith_12_9001_a.zip"],
      bobsmith_13: ["bobsmith_13_9002_a.zip"],
    });
    const moodle = "Identifier,Full name\n12,Bob Smith\n13,Mal Roe\n";
    expect(
      membersIn(
        {
          "Bob Smith_12_assignsubmission_file/x.ts": "",
          "x_12_assignsubmission_file_y_13_assignsubmission_file/x.ts": "",
        },
        moodle,
      ),
    ).to.deep.equal({
      "12": ["Bob Smith_12_assignsubmission_file"],
      "13": [],
      x_12_13: ["x_12_assignsubmission_file_y_13_assignsubmission_file"],
    });
  });

  it("tells people apart whose names differ in a sign", () => {
    const submissions = { "lab1-janedoe/x.ts": "", "lab1-jane-doe/x.ts": "", "lab1-x-janedoe/x.ts": "" };
    expect(membersIn(submissions, "username\njanedoe\njane-doe\n")).to.deep.equal({
      janedoe: ["lab1-janedoe"],
      "jane-doe": ["lab1-jane-doe"],
      "lab1-x-janedoe": ["lab1-x-janedoe"],
    });
    expect(membersIn({ "d.ave/x.ts": "", "dave/x.ts": "" })).to.deep.equal({
      "d.ave": ["d.ave"],
      dave: ["dave"],
    });
  });

  it("follows no link", () => {
    const folder = temporaryFolder({ "ada/x.ts": "" });
    symlinkSync(join(folder, "ada"), join(folder, "bob"), "junction");
    expect(byId(findClass(folder, "class", undefined))).to.deep.equal({ ada: ["ada"] });
  });

  it("knows a participant of Moodle's worksheet by the number, where names are hidden or alike", () => {
    const roster = "Identifier,Grade\nParticipant 555,\nParticipant 556,\n";
    expect(
      membersIn(
        { "Participant_555_assignsubmission_file/x.ts": "", "Jane Doe_556_assignsubmission_file/x.ts": "" },
        roster,
      ),
    ).to.deep.equal({
      "Participant 555": ["Participant_555_assignsubmission_file"],
      "Participant 556": ["Jane Doe_556_assignsubmission_file"],
    });
  });
});

describe("readRoster", () => {
  const read = (text: string) => () => readRoster(join(temporaryFolder({ "r.csv": text }), "r.csv"), "r.csv");

  it("takes Canvas's rows about assignments for no students, and keeps the one with their points", () => {
    const text =
      'Student,ID,Lab 1 (9)\n,,Manual Posting\n    Points Possible,,50\n"Doe, Jane",12,\n"Roe, Al",13,7\n';
    const { students, pointsPossible } = read(text)();
    expect(students.map(({ id }) => id)).to.deep.equal(["12", "13"]);
    expect(pointsPossible).to.include({ "Lab 1 (9)": "50" });
  });

  it("says what is missing or there twice", () => {
    expect(read("a,b\n1,2\n")).to.throw(/expected a column that names each student[^]*got a, b/);
    expect(read("username\nada\nADA\n")).to.throw(/each student once in column username, got "ADA" twice/);
    expect(read("username,name\n,Ada\n")).to.throw(/expected a value in column username/);
  });
});
