import { expect } from "chai";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runHandoutCommand } from "../../src/handout/runHandoutCommand";
import { handoutFiles } from "../../src/handout/handoutFiles";
import { hashOfHandoutContent, HANDOUT_WAYS, type HandoutRecord } from "../../src/handout/ways/HandoutRecord";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames } from "toolkit/labs/readLab";
import { runCommand, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { temporaryKit } from "../support/temporaryKit";

const labs = labNames(KIT_ROOT);
/** The kit has no file that is no text. */
const files: ReadonlyMap<string, string> = new Map(
  [...handoutFiles(KIT_ROOT, { labs, ways: HANDOUT_WAYS })].map(([name, content]) => [
    name,
    content.toString(),
  ]),
);

describe("npm run handout", () => {
  const run = (...args: string[]): Promise<Ran> =>
    runCommand(runHandoutCommand, args, { root: KIT_ROOT, cwd: KIT_ROOT });
  const student = "lab1/client.ts";

  it("makes a repository, and says how many files it has", async () => {
    const out = temporaryFolder();
    const { code, out: said } = await run(out, "--labs", "lab1");
    expect(code).to.equal(0);
    expect(said).to.match(/a new student repository with lab1, \d+ files/);
    expect(readdirSync(out)).to.include.members(["lab1", "grader", "package.json", ".github", "README.md"]);
    expect(readdirSync(out)).to.not.include("lab2");
  });

  it("brings it up to date without touching what a student wrote, and says what it changed", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const at = (file: string): string => join(out, file);
    writeFileSync(at(student), "// a student's work\n");
    writeFileSync(at("lab1/Mine.ts"), "// more of it\n");
    // As an older kit would have left it.
    const record = JSON.parse(readFileSync(at(".handout.json"), "utf8")) as { files: Record<string, string> };
    for (const file of [student, "lab1/tests/support/harness.ts"])
      record.files[file] = hashOfHandoutContent("older");
    writeFileSync(at("lab1/tests/support/harness.ts"), "older");
    writeFileSync(at("lab1/gone.ts"), "older");
    record.files["lab1/gone.ts"] = hashOfHandoutContent("older");
    writeFileSync(at(".handout.json"), JSON.stringify(record));

    const { out: said } = await run(out, "--labs", "lab2");
    expect(readFileSync(at(student), "utf8")).to.equal("// a student's work\n");
    expect(readFileSync(at("lab1/Mine.ts"), "utf8")).to.equal("// more of it\n");
    expect(readFileSync(at("lab1/tests/support/harness.ts"), "utf8")).to.equal(
      files.get("lab1/tests/support/harness.ts"),
    );
    expect(existsSync(at("lab1/gone.ts"))).to.equal(false);
    expect(existsSync(at("lab2/lab.json"))).to.equal(true);
    expect(said).to.match(/Added:\n(.*\n)*? {2}lab2\/lab\.json\n/);
    expect(said).to.match(/Updated:\n(.*\n)*? {2}lab1\/tests\/support\/harness\.ts\n/);
    expect(said).to.contain("Removed:\n  lab1/gone.ts\n");
    const kept = /Left alone.*something new there:\n {2}lab1\/client\.ts\n\nTo get the kit's version/;
    expect(said).to.match(kept);
    expect(said).to.match(/lab1 stayed: --labs adds labs\./);
    const again = (await run(out)).out;
    expect(again, "what was kept is told as long as it differs").to.match(kept);
    expect(again).to.not.match(/up to date|stayed|Added|Updated|Removed/);
    // As the kit left it before; now it is nobody's work.
    writeFileSync(at(student), "older");
    expect((await run(out)).out).to.contain("Updated:\n  lab1/client.ts\n");
    expect((await run(out)).out).to.equal(`${out}: a student repository with lab1, lab2, up to date\n`);
  });

  it("says which files of the kit somebody changed or deleted, and nothing of those that students write", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const spec = "lab1/tests/part1.test.ts";
    for (const file of [student, "lab1/types.ts", spec]) writeFileSync(join(out, file), "// changed\n");
    rmSync(join(out, "docs/formats.md"));
    const { code, out: said } = await run(out);
    expect(code).to.equal(0);
    expect(said).to.equal(`${out}: a student repository with lab1, up to date

Left alone because somebody changed or deleted them; the kit has nothing new there:
  docs/formats.md
  ${spec}

To get the kit's version, make a student repository in a new folder and copy it from there.
`);
    cpSync(join(KIT_ROOT, spec), join(out, spec));
    writeFileSync(join(out, "docs/formats.md"), files.get("docs/formats.md") ?? "");
    expect((await run(out)).out).to.equal(`${out}: a student repository with lab1, up to date\n`);
  });

  it("puts other ways of grading in the place of those that there were", async () => {
    const out = temporaryFolder();
    await run(out, "--labs", "lab1");
    const { out: said } = await run(out, "--grading", "classroom");
    expect(said).to.contain("Added:\n  .github/workflows/classroom.yml\n");
    expect(said).to.contain("Removed:\n  .github/workflows/grade.yml\n");
    expect((await run(out)).out).to.contain("up to date");
  });

  it("says which lab has left the kit, and what to do", async () => {
    const root = temporaryKit();
    for (const lab of ["lab1", "lab2"]) cpSync(join(KIT_ROOT, lab), join(root, lab), { recursive: true });
    const [both, second] = [temporaryFolder(), temporaryFolder()];
    const inKit = (...args: string[]): Promise<Ran> =>
      runCommand(runHandoutCommand, args, { root, cwd: root });
    await inKit(both);
    await inKit(second, "--labs", "lab2");
    writeFileSync(join(both, "lab2/client.ts"), "// work\n");
    rmSync(join(root, "lab2"), { recursive: true });

    const { code, out: said } = await inKit(both);
    expect(code).to.equal(0);
    expect(said)
      .to.contain("a student repository with lab1\n\nlab2 has left the kit: ")
      .and.to.contain("--labs lab2");
    expect(said).to.contain("something new there:\n  lab2/client.ts\n");
    expect(existsSync(join(both, "lab2/tests/support/harness.ts"))).to.equal(false);
    const before = readdirSync(second, { recursive: true });
    const refused = await inKit(second);
    expect(refused.code).to.equal(2);
    expect(refused.errors).to.contain("in the kit (lab1), got none: lab2 left it; restore it");
    expect(readdirSync(second, { recursive: true })).to.deep.equal(before);

    cpSync(join(KIT_ROOT, "lab2"), join(root, "lab2"), { recursive: true });
    await inKit(both, "--labs", "lab2");
    expect(readFileSync(join(both, "lab2/tests/support/harness.ts"), "utf8")).to.equal(
      files.get("lab2/tests/support/harness.ts"),
    );
    expect(readFileSync(join(both, "lab2/client.ts"), "utf8")).to.equal("// work\n");
  });

  it("hands out pictures as they are", async () => {
    const root = temporaryKit();
    cpSync(join(KIT_ROOT, "lab1"), join(root, "lab1"), { recursive: true });
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);
    writeFileSync(join(root, "lab1/picture.png"), picture);
    const out = temporaryFolder();
    const inKit = (): Promise<Ran> => runCommand(runHandoutCommand, [out], { root, cwd: root });
    await inKit();
    expect(readFileSync(join(out, "lab1/picture.png"))).to.deep.equal(picture);
    expect((await inKit()).out).to.contain("up to date");
  });

  it("hands out stubs, no code that somebody wrote in their place, and no litter", async () => {
    const root = temporaryKit();
    cpSync(join(KIT_ROOT, "lab1"), join(root, "lab1"), { recursive: true });
    writeFileSync(join(root, "lab1/.DS_Store"), "");
    const out = temporaryFolder();
    const inKit = (...args: string[]): Promise<Ran> =>
      runCommand(runHandoutCommand, args, { root, cwd: root });
    expect((await inKit(out)).code).to.equal(0);
    expect(existsSync(join(out, "lab1/.DS_Store"))).to.equal(false);
    // The stub's import is easily left behind.
    const solution = readFileSync(join(KIT_ROOT, "solutions/lab1/server.ts"), "utf8");
    writeFileSync(join(root, "lab1/server.ts"), `import { NotImplemented } from "labrpc";\n${solution}`);
    for (const folder of [out, temporaryFolder()]) {
      const { code, errors } = await inKit(folder);
      expect(code).to.equal(2);
      expect(errors).to.contain("expected stubs in lab1/server.ts, got code that throws no NotImplemented");
    }
    expect(readFileSync(join(out, "lab1/server.ts"), "utf8")).to.equal(files.get("lab1/server.ts"));
  });

  it("refuses a folder with other files, a file, the kit itself, and unknown labs and ways", async () => {
    const other = temporaryFolder({ "thesis.txt": "" });
    const recordOf = (hashes: HandoutRecord["files"]): string =>
      JSON.stringify({ schema: "handout/v1", labs: ["lab1"], ways: ["actions"], files: hashes });
    const folderForFile = temporaryFolder({ ".handout.json": recordOf({}) });
    mkdirSync(join(folderForFile, "docs/formats.md"), { recursive: true });
    const wrong: [string[], RegExp][] = [
      [[other], /expected a new or empty folder/],
      [[join(other, "thesis.txt")], /which is a file/],
      [[join(KIT_ROOT, "student")], /outside of the kit/],
      [[temporaryFolder(), "--labs", "lab99"], /expected the name of a lab/],
      [[temporaryFolder(), "--grading", "moodle"], /actions, classroom, classroom50, got moodle/],
      [[temporaryFolder(), "--labs", ","], /--labs: expected comma-separated names, got ","/],
      [[temporaryFolder({ ".handout.json": "{}" })], /\.handout\.json/],
      [[temporaryFolder({ ".handout.json": recordOf({ "../thesis.txt": "" }) })], /as the kit wrote it/],
      [[temporaryFolder({ ".handout.json": recordOf({ "C:\\thesis.txt": "" }) })], /as the kit wrote it/],
      [[folderForFile], /expected docs\/formats\.md in .* to be a file, got a folder/],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await run(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(errors).to.match(message);
    }
    expect(existsSync(join(KIT_ROOT, "student"))).to.equal(false);
  });
});
