import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { parse } from "yaml";
import { updateFromTemplate } from "../../../toolkit/bin/updateFromTemplate";
import { hashOfHandoutContent, handoutRecord } from "../../src/handout/ways/HandoutRecord";
import { handoutUpdateWorkflow } from "../../src/handout/ways/handoutUpdateWorkflow";

type Files = Readonly<Record<string, string>>;

/** A student repository as the kit writes it: files, and a record of them. */
function repositoryOf(files: Files, version = "1.0.0"): string {
  const hashes = Object.entries(files).map(([name, text]) => [name, hashOfHandoutContent(text)]);
  const record = handoutRecord.parse({
    schema: "handout/v1",
    labs: ["lab1"],
    ways: ["actions"],
    kit: { version },
    files: Object.fromEntries(hashes) as unknown,
  });
  return temporaryFolder({ ...files, ".handout.json": JSON.stringify(record) });
}

const BEFORE: Files = {
  "lab1/client.ts": "stub\n",
  "lab1/tests/a.test.ts": "wrong test\n",
  "lab1/tests/b.test.ts": "old\n",
  "lab1/tests/gone.test.ts": "gone\n",
  ".github/workflows/grade.yml": "old workflow\n",
};
const AFTER: Files = {
  "lab1/client.ts": "better stub\n",
  "lab1/tests/a.test.ts": "right test\n",
  "lab1/tests/b.test.ts": "new\n",
  "lab1/tests/more/c.test.ts": "more\n",
  ".github/workflows/grade.yml": "new workflow\n",
};

describe("a student repository that is brought up to date from its template", () => {
  const read = (folder: string, file: string): string | undefined =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : undefined;

  it("gets what nobody changed, keeps what the student wrote, and says what is left to do", () => {
    const [template, student] = [repositoryOf(AFTER, "1.1.0"), repositoryOf(BEFORE)];
    writeFileSync(join(student, "lab1/client.ts"), "my work\n");
    writeFileSync(join(student, "lab1/mine.ts"), "mine\n");
    // git on Windows.
    writeFileSync(join(student, "lab1/tests/b.test.ts"), "old\r\n");
    const told = updateFromTemplate(template, student);
    expect(read(student, "lab1/client.ts")).to.equal("my work\n");
    expect(read(student, "lab1/mine.ts")).to.equal("mine\n");
    expect(read(student, "lab1/tests/a.test.ts")).to.equal("right test\n");
    expect(read(student, "lab1/tests/b.test.ts")).to.equal("new\n");
    expect(read(student, "lab1/tests/more/c.test.ts")).to.equal("more\n");
    expect(read(student, "lab1/tests/gone.test.ts")).to.equal(undefined);
    expect(read(student, ".github/workflows/grade.yml")).to.equal("old workflow\n");
    expect(told)
      .to.include("(version 1.1.0)")
      .and.include("**Updated**\n\n- `lab1/tests/a.test.ts`\n- `lab1/tests/b.test.ts`")
      .and.include("**Added**\n\n- `lab1/tests/more/c.test.ts`")
      .and.include("**Removed**\n\n- `lab1/tests/gone.test.ts`")
      .and.match(/\*\*Left alone[^*]*\*\*\n\n- `lab1\/client.ts`/)
      .and.match(/\*\*To be copied by hand[^*]*\*\*\n\n- `.github\/workflows\/grade.yml`/);
    const record = handoutRecord.parse(JSON.parse(read(student, ".handout.json") ?? ""));
    expect(record.kit).to.deep.equal({ version: "1.1.0" });
    expect(record.files["lab1/tests/a.test.ts"]).to.equal(hashOfHandoutContent("right test\n"));
    // Later updates tell of it as well, and so does the teacher's `handout`.
    expect(record.files["lab1/client.ts"]).to.equal(hashOfHandoutContent("stub\n"));
  });

  it("has nothing to do the second time but what it may not do", () => {
    const [template, student] = [repositoryOf(AFTER), repositoryOf(BEFORE)];
    updateFromTemplate(template, student);
    cpSync(join(template, ".github"), join(student, ".github"), { recursive: true });
    expect(updateFromTemplate(template, student)).to.equal("");
  });

  it("gets what the teacher changed in the template, each time", () => {
    const [template, student] = [repositoryOf(BEFORE), repositoryOf(BEFORE)];
    for (const text of ["mended by hand\n", "mended again\n"]) {
      writeFileSync(join(template, "lab1/tests/a.test.ts"), text);
      updateFromTemplate(template, student);
      expect(read(student, "lab1/tests/a.test.ts")).to.equal(text);
    }
  });

  it("leads nowhere outside of the two folders, whatever the student's record and links say", () => {
    const template = repositoryOf(AFTER);
    const outside = temporaryFolder({ "a.test.ts": "wrong test\n", "secret.txt": "mine" });
    const student = repositoryOf({ "lab1/client.ts": "stub\n" });
    symlinkSync(outside, join(student, "lab1/tests"), "junction");
    const record = JSON.parse(read(student, ".handout.json") ?? "") as { files: Record<string, string> };
    record.files["lab1/tests/a.test.ts"] = hashOfHandoutContent("wrong test\n");
    writeFileSync(join(student, ".handout.json"), JSON.stringify(record));
    updateFromTemplate(template, student);
    expect(read(outside, "a.test.ts")).to.equal("wrong test\n");
    for (const name of ["../secret.txt", "/etc/passwd", "..\\secret.txt"]) {
      record.files = { [name]: hashOfHandoutContent("mine") };
      writeFileSync(join(student, ".handout.json"), JSON.stringify(record));
      expect(() => updateFromTemplate(template, student), name).to.throw("expected names of files in");
    }
    expect(() => updateFromTemplate(template, outside)).to.throw("expected ");
  });

  const missing = missingPrograms("bash", "git");
  if (missing.length > 0) {
    it.skip(`needs ${missing.join(", ")}`);
    return;
  }

  it("proposes the change by one pull request, as its workflow says", function () {
    this.timeout(60_000);
    const student = repositoryOf(BEFORE);
    const remote = temporaryFolder();
    const bin = temporaryFolder();
    const log = join(temporaryFolder(), "gh.log");
    // Says that there is no such pull request until one was made.
    writeFileSync(
      join(bin, "gh"),
      `#!/bin/sh\nif [ "$2" = list ]; then grep -q create "${log}" 2>/dev/null && echo 7; exit 0; fi\necho "$@" >> "${log}"\n`,
    );
    chmodSync(join(bin, "gh"), 0o755);
    const git = (...args: string[]): string => execFileSync("git", args, { cwd: student, encoding: "utf8" });
    execFileSync("git", ["init", "--quiet", "--bare"], { cwd: remote });
    git("init", "--quiet", "--initial-branch", "main");
    git("add", "--all");
    git("-c", "user.name=s", "-c", "user.email=s@localhost", "commit", "--quiet", "--message", "mine");
    git("remote", "add", "origin", remote);
    const { jobs } = parse(handoutUpdateWorkflow()) as { jobs: { update: { steps: { run?: string }[] } } };
    const runWorkflow = (template: string): void => {
      const runnerTemp = temporaryFolder();
      git("checkout", "--quiet", "main");
      cpSync(template, join(student, ".kit-template"), { recursive: true });
      for (const { run } of jobs.update.steps) {
        if (run === undefined) continue;
        const { status, stderr } = spawnSync("bash", ["-e", "-c", run], {
          cwd: student,
          encoding: "utf8",
          env: {
            ...process.env,
            PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
            RUNNER_TEMP: runnerTemp,
            GITHUB_STEP_SUMMARY: join(runnerTemp, "summary.md"),
            GH_TOKEN: "none",
          },
        });
        expect(status, stderr).to.equal(0);
      }
    };
    const templateOf = (files: Files): string => {
      const template = repositoryOf(files);
      const program = join(template, "toolkit/bin/updateFromTemplate.js");
      mkdirSync(dirname(program), { recursive: true });
      cpSync(join(KIT_ROOT, "toolkit/bin/updateFromTemplate.js"), program);
      return template;
    };
    runWorkflow(templateOf(BEFORE));
    expect(existsSync(log)).to.equal(false);
    runWorkflow(templateOf(AFTER));
    expect(readFileSync(log, "utf8")).to.match(/^pr create --base main --head course-update [^\n]*\n$/);
    expect(git("show", "--stat", "--format=%s", "course-update"))
      .to.include("Update from the course")
      .and.include("lab1/tests/a.test.ts")
      .and.not.include("kit-template");
    expect(git("ls-remote", "origin")).to.include("refs/heads/course-update");
    runWorkflow(templateOf({ ...AFTER, "lab1/tests/a.test.ts": "better test\n" }));
    expect(readFileSync(log, "utf8")).to.match(/\npr edit course-update [^\n]*\n$/);
  });
});
