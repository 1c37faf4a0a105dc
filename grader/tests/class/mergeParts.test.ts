import { expect } from "chai";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeParts, type NamedClassPart } from "../../src/class/part/mergeParts";
import { classShardOption, membersOfShard } from "../../src/class/part/shardOfClass";
import { runClassCommand } from "../../src/class/runClassCommand";
import { runMergeCommand } from "../../src/class/runMergeCommand";
import { classOf, gradeFolders, NO_BASIS, RIGHT, rowsOf, WRONG } from "../support/classFolders";
import { runCommand } from "../support/runGrade";

const IDS = Array.from({ length: 12 }, (_, at) => `s${String(at)}`);

describe("a class in shards", () => {
  const roster = [
    "username,name,Email address",
    ...IDS.map((id) => `${id},Name ${id},${id}@example.org`),
  ].join("\n");
  const files = Object.fromEntries(
    // The last has handed in nothing, the one before an empty folder.
    IDS.slice(0, -1).map((id, at) =>
      at === IDS.length - 2 ? [`${id}/notes.md`, ""] : [`${id}/client.ts`, at % 3 === 0 ? WRONG : RIGHT],
    ),
  );
  const whole = classOf(files, roster);
  const parts = [1, 2, 3].map((number) => ({ ...whole, out: join(whole.out, `../part-${String(number)}`) }));
  const merged = { out: join(whole.out, "../merged") };
  const named = parts.map(({ out }) => out);

  before(async () => {
    await gradeFolders(whole, "--similarity");
    for (const [at, part] of parts.entries())
      await gradeFolders(part, "--shard", `${String(at + 1)}/3`, "--similarity");
  });

  it("has everybody in one shard", () => {
    const found = parts.flatMap((part) => Object.keys(rowsOf(part)));
    expect(found).to.have.members(IDS).and.have.length(IDS.length);
  });

  it("comes to what the class comes to when it is graded at once", async () => {
    const { code, out } = await runCommand(runMergeCommand, [...named, "--out", merged.out, "--similarity"]);
    expect(code).to.equal(1);
    expect(out).to.include("programs with a similarity of 0.5 or more");
    for (const file of [
      "class.json",
      "gradebook.csv",
      "moodle.csv",
      "index.html",
      "similarity/sum/index.html",
    ])
      expect(readFileSync(join(merged.out, file), "utf8"), file).to.equal(
        readFileSync(join(whole.out, file), "utf8"),
      );
    for (const id of IDS.slice(0, -2))
      expect(existsSync(join(merged.out, "students", id, "reports/sum/report.json")), id).to.equal(true);
  });

  it("goes on from there: nothing is run again", async () => {
    const { errors } = await gradeFolders({ ...whole, out: merged.out });
    expect(errors.match(/\(kept\)/g)).to.have.length(IDS.length - 2);
  });

  it("refuses to compare programs that were not kept", async () => {
    const [kept = "", bare = ""] = parts.map(({ out }) => out);
    const copy = join(bare, "../bare");
    cpSync(bare, copy, { recursive: true });
    await gradeFolders({ ...whole, out: copy }, "--shard", "2/3");
    const args = [kept, copy, named[2] ?? "", "--out", `${merged.out}-none`, "--similarity"];
    const { code, errors } = await runCommand(runMergeCommand, args);
    expect(code).to.equal(2);
    expect(errors).to.match(/graded with --similarity, got .*bare without the programs/);
  });

  for (const [what, args, message] of [
    [
      "a shard that is not there",
      named.slice(0, 2),
      /got no results of "s\d+".*name the folder of shard 3 too/,
    ],
    [
      "a shard that is named twice",
      [...named, named[0] ?? ""],
      /expected each student in one part, got "s\d+" in /,
    ],
    ["a folder without results", [...named, whole.submissions], /got none that are finished/],
    [
      "results into one of the parts",
      [...named, "--out", named[0] ?? ""],
      /expected another folder after --out/,
    ],
  ] as const)
    it(`has a message and exit code 2 for ${what}`, async () => {
      const out = args.includes("--out") ? [] : ["--out", `${merged.out}-none`];
      const { code, errors } = await runCommand(runMergeCommand, [...args, ...out]);
      expect(code).to.equal(2);
      expect(errors).to.match(message);
      expect(existsSync(`${merged.out}-none`)).to.equal(false);
    });

  it("refuses results that are not finished", async () => {
    const stopped = { ...whole, out: `${whole.out}-stopped` };
    cpSync(named[0] ?? "", stopped.out, { recursive: true });
    const controller = new AbortController();
    controller.abort(new Error("interrupted"));
    await runCommand(
      runClassCommand,
      ["sum", "--submissions", stopped.submissions, "--out", stopped.out, "--roster", stopped.roster],
      { signal: controller.signal },
    );
    const { errors } = await runCommand(runMergeCommand, [stopped.out, "--out", `${merged.out}-none`]);
    expect(errors).to.match(/got none that are finished/);
  });
});

describe("mergeParts", () => {
  const part = (
    named: string,
    ids: readonly string[],
    changes: Partial<NamedClassPart["part"]> = {},
  ): NamedClassPart => ({
    named,
    folder: `/${named}`,
    part: {
      schema: "class-part/v1",
      kit: { version: "1.0.0", commit: "a".repeat(40) },
      everybody: ["ada", "bob"],
      members: ids.map((id) => ({ student: { id, name: id, columns: {} }, inRoster: true })),
      labs: [
        {
          lab: "sum",
          title: "Sum",
          fingerprint: "f",
          results: ids.map(() => ({ row: { kind: "missing" as const }, basis: NO_BASIS, isKept: false })),
        },
      ],
      changes: [],
      ...changes,
    },
  });

  it("puts everybody into the class's order", () => {
    const { result } = mergeParts([part("two", ["bob"]), part("one", ["ada"])]);
    expect(result.members.map(({ student }) => student.id)).to.deep.equal(["ada", "bob"]);
  });

  for (const [what, other, message] of [
    [
      "kits",
      part("two", ["bob"], { kit: { version: "1.0.1" } }),
      /one with kit 1\.0\.0 \(aaaaaaaaaaaa\) and two with 1\.0\.1/,
    ],
    [
      "classes",
      part("two", ["bob"], { everybody: ["ada", "bob", "cy"] }),
      /got "cy" in the class of two alone/,
    ],
    ["labs", part("two", ["bob"], { labs: [] }), /one with labs sum and two with /],
  ] as const)
    it(`refuses parts of different ${what}`, () => {
      expect(() => mergeParts([part("one", ["ada"]), other])).to.throw(message);
    });
});

describe("--shard", () => {
  it("reads a number and how many there are", () => {
    expect(classShardOption("3/8")).to.deep.equal({ number: 3, of: 8 });
    for (const text of ["0/8", "9/8", "3", "3/", "a/b", "1/1001", "-1/2", "3/8/9"])
      expect(() => classShardOption(text), text).to.throw(/such as 3\/8/);
  });

  it("leaves everybody in their shard when somebody joins the class", () => {
    const members = IDS.map((id) => ({
      student: { id, name: id, columns: {} },
      inRoster: true,
      submissions: [],
    }));
    const shard = { number: 2, of: 3 };
    const ids = (of: typeof members): string[] => membersOfShard(of, shard).map(({ student }) => student.id);
    expect(ids(members.slice(3))).to.deep.equal(ids(members).filter((id) => !IDS.slice(0, 3).includes(id)));
    expect(ids(members)).to.have.length.within(1, IDS.length - 1);
  });
});
