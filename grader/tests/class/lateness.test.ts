import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkLatePolicy } from "../../src/class/late/checkLatePolicy";
import { runClassCommand } from "../../src/class/runClassCommand";
import { classOf, gradeFolders, RIGHT, ROSTER } from "../support/classFolders";
import { FIXTURE_KIT, runCommand, type Ran } from "../support/runGrade";
import { labNames } from "toolkit/labs/readLab";

/** The cells of a table by student and column. */
function cellsOf(out: string, table: string): Record<string, Record<string, string>> {
  const [head = "", ...lines] = readFileSync(join(out, table), "utf8").trim().split("\n");
  const columns = head.split(",");
  return Object.fromEntries(
    lines.map((line) => {
      const cells = line.split(",");
      return [cells[0] ?? "", Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]))];
    }),
  );
}

describe("lateness in a class", () => {
  const folders = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": RIGHT });
  const table = join(folders.out, "../times.csv");
  const policy = join(folders.out, "../late.json");
  const due = ["--due", "2026-10-01T12:00:00Z"];

  const grade = (...more: string[]): Promise<Ran> => gradeFolders(folders, ...due, ...more);

  it("says so where a hand-in time is not known, and takes it from a table", async () => {
    const unknown = await grade();
    expect(unknown.out).to.match(/sum: of 2 submissions it is not known when it was handed in/);
    expect(cellsOf(folders.out, "gradebook.csv").ada).to.include({ "sum days late": "not known" });
    // Students are told no more than they can do something about.
    const report = readFileSync(join(folders.out, "students/ada/reports/sum/report.md"), "utf8");
    expect(report).to.include("not known, so it counts as on time").and.not.include("handed-in");
    expect(readFileSync(join(folders.out, "class.json"), "utf8")).to.match(/"timeUnknown": ".*--handed-in"/);
    writeFileSync(table, "username,time,lab\nADA,2026-10-03T11:00:00Z,sum\nada,2026-10-01T11:00:00Z,\n");
    const known = await grade("--handed-in", table);
    expect(known.out).to.match(/sum: of 1 submission it is not known/);
    expect(known.out).to.match(/Ada L +│ +10 of 10, 2 days late/);
    const { ada, bob } = cellsOf(folders.out, "gradebook.csv");
    expect([ada?.["sum days late"], bob?.["sum days late"]]).to.deep.equal(["2", "not known"]);
  });

  it("reports what lateness changes as a change, by deadline and by policy", async () => {
    writeFileSync(table, "student id,time\nada,2026-10-03T11:00:00Z\nbob,2026-10-01T11:00:00Z\n");
    writeFileSync(policy, '{"penaltyPercentPerDay": 10}');
    const late = ["--handed-in", table, "--late-policy", policy];
    await grade(...late);
    writeFileSync(policy, '{"penaltyPercentPerDay": 20}');
    const stricter = await grade(...late);
    expect(stricter.out)
      .to.include(
        "sum, Ada L: 10 of 10, 2 days late, 8 after lateness -> 10 of 10, 2 days late, 6 after lateness (another late policy)",
      )
      .and.not.include("sum, Bob B");
    expect(cellsOf(folders.out, "changes.csv").ada).to.include({
      before: "10",
      now: "10",
      "after lateness before": "8",
      "after lateness now": "6",
    });
    writeFileSync(table, "username,time\nada,2026-10-02T11:00:00Z\nbob,2026-10-01T11:00:00Z\n");
    expect((await grade(...late)).out).to.match(
      /Ada L: 10 of 10, 2 days late, 6 after lateness -> 10 of 10, 1 day late, 8 after lateness \(another deadline or time\)/,
    );
    expect((await grade(...late)).out).to.not.include("->");
  });

  it("takes a deadline that somebody met, and a policy that costs nobody anything, for no change", async () => {
    const met = classOf({ "ada/client.ts": RIGHT });
    const run = (...more: string[]): Promise<Ran> => gradeFolders(met, ...more);
    const file = join(met.out, "../times.csv");
    const costs = join(met.out, "../late.json");
    await run();
    writeFileSync(file, "username,time\nada,2026-10-01T11:00:00Z\n");
    writeFileSync(costs, '{"penaltyPercentPerDay": 10}');
    const times = [...due, "--handed-in", file];
    expect((await run(...times)).out).to.not.include("->");
    expect((await run(...times, "--late-policy", costs)).out).to.not.include("->");
  });

  it("tells of an extension for nobody where no roster says who is in the class", async () => {
    const open = classOf({ "ada/client.ts": RIGHT });
    const file = join(open.out, "../late.json");
    writeFileSync(file, '{"extensions": {"adda": {"all": 1}}}');
    const { code, out } = await runCommand(runClassCommand, [
      ...["sum", "--submissions", open.submissions, "--out", open.out, "--jobs", "1", "--isolation", "none"],
      ...[...due, "--late-policy", file],
    ]);
    expect(code).to.equal(0);
    expect(out).to.include('"adda" is nobody in this class (did you mean ada?)');
  });

  it("merges parts with one deadline and one policy, and goes by that policy", async () => {
    const whole = classOf({ "ada/client.ts": RIGHT, "bob/client.ts": RIGHT });
    const [file, costs] = [join(whole.out, "../times.csv"), join(whole.out, "../late.json")];
    writeFileSync(file, "username,time\nada,2026-10-03T11:00:00Z\nbob,2026-10-03T11:00:00Z\n");
    const part = (number: number, ...more: string[]): Promise<Ran> =>
      gradeFolders(
        { ...whole, out: `${whole.out}-${String(number)}` },
        "--shard",
        `${String(number)}/2`,
        ...more,
      );
    const merge = (...more: string[]): Promise<Ran> =>
      runCommand(runClassCommand, ["merge", `${whole.out}-1`, `${whole.out}-2`, "--out", whole.out, ...more]);
    const withPolicy = ["--handed-in", file, "--late-policy", costs];

    writeFileSync(costs, '{"penaltyPercentPerDay": 10}');
    await part(1);
    await part(2);
    expect((await merge("--late-policy", costs)).errors).to.match(
      /expected parts that were graded with --due/,
    );
    await part(1, ...due, ...withPolicy);
    expect((await merge()).errors).to.match(/deadline/);
    await part(2, ...due, "--handed-in", file);
    expect((await merge()).errors).to.match(/late policy/);
    await part(2, ...due, ...withPolicy);
    expect((await merge()).out).to.match(/Ada L.*2 days late, 8 after lateness/);
    writeFileSync(costs, '{"penaltyPercentPerDay": 20}');
    expect((await merge("--late-policy", costs)).out).to.match(/Ada L.*2 days late, 6 after lateness/);
  });

  it("has a deadline for each lab, and says that free days are those of the labs that are graded", async () => {
    const one = classOf({ "ada/client.ts": RIGHT });
    const file = join(one.out, "../times.csv");
    const free = join(one.out, "../late.json");
    writeFileSync(file, "name,student,time\nAda L,ada,2026-10-03T11:00:00Z\n");
    writeFileSync(free, '{"freeDays": 3}');
    const run = (...deadlines: string[]): Promise<Ran> =>
      gradeFolders(
        one,
        ...deadlines.flatMap((time) => ["--due", time]),
        "--handed-in",
        file,
        "--late-policy",
        free,
      );
    const own = await run("2026-10-01T12:00:00Z", "sum=2026-10-02T12:00:00Z");
    expect(own.out).to.include("1 day late");
    expect(own.out).to.match(labNames(FIXTURE_KIT).length > 1 ? /Free days: those of sum alone/ : /10 of 10/);
    expect((await run("sun=2026-10-02T12:00:00Z")).errors).to.match(/got "sun" \(did you mean sum\?\)/);
    expect((await run("2026-10-01T12:00:00Z", "2026-10-02T12:00:00Z")).errors).to.match(
      /one time for all labs, got two/,
    );
  });

  it("asks who is meant by an extension where nobody is called so", () => {
    const ada = { student: { id: "ada", name: "Ada", columns: {} }, inRoster: true };
    const given = { freeDays: 0, penaltyPercentPerDay: 0, percentOf: "score" } as const;
    const check = (inRoster: boolean, extensions: Record<string, Record<string, number>>) => () =>
      checkLatePolicy(
        { ...given, extensions },
        { named: "late.json", members: [{ ...ada, inRoster }], labs: ["lab1"] },
      );
    expect(check(true, { adda: { lab1: 1 } })).to.throw(
      'late.json: extensions: "adda" is nobody in this class (did you mean ada?)',
    );
    expect(check(false, { adda: { lab1: 1 } })()).to.have.length(1);
    expect(check(true, { ada: { lab2: 1 } })).to.throw(/expected a lab \(lab1\) or all, got "lab2"/);
    expect(check(true, { ada: { all: 1 } })()).to.deep.equal([]);
  });

  for (const [what, args, times, message] of [
    ["a policy without a deadline", ["--late-policy", "p.json"], "", /expected --due with --late-policy/],
    ["times without a deadline", ["--handed-in", "t.csv"], "", /expected --due with --handed-in/],
    [
      "times of somebody else",
      due,
      "username,time\nadda,2026-10-03T11:00:00Z\n",
      /student 1: expected somebody of the class, got "adda" \(did you mean ada\?\)/,
    ],
    ["a time without a zone", due, "username,time\nada,2026-10-03T11:00:00\n", /student 1: Expected a time/],
    ["no column of times", due, "username\nada\n", /expected a column .* and a column time, got username/],
    [
      "times of a lab that is not graded",
      due,
      "username,time,lab\nada,2026-10-03T11:00:00Z,lab9\n",
      /"lab9"/,
    ],
    [
      "two times of one",
      due,
      "username,time\nada,2026-10-03T11:00:00Z\nAda,2026-10-03T11:00:00Z\n",
      /student 2: expected one time for each, got "Ada" twice/,
    ],
  ] as const)
    it(`has a message and exit code 2 for ${what}`, async () => {
      const wrong = classOf({ "ada/client.ts": RIGHT }, ROSTER);
      const file = join(wrong.out, "../times.csv");
      writeFileSync(file, times);
      const given = times === "" ? [] : ["--handed-in", file];
      const { code, errors } = await runCommand(runClassCommand, [
        "sum",
        "--submissions",
        wrong.submissions,
        "--out",
        wrong.out,
        ...args,
        ...given,
      ]);
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    });
});
