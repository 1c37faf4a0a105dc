import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDeadline } from "../../src/deadline/readDeadline";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { metadataFile } from "../support/metadataFile";

const DUE = Date.UTC(2026, 9, 1, 21, 59);

describe("readDeadline", () => {
  it("believes the command line before Gradescope", () => {
    const gradescopeMetadata = metadataFile();
    const places = { folder: temporaryFolder(), cwd: "/" };
    expect(readDeadline({ gradescopeMetadata }, places).deadline?.late).to.deep.equal({
      minutes: 311,
      days: 1,
    });
    expect(readDeadline({ gradescopeMetadata, due: DUE }, places).deadline?.late?.minutes).to.equal(72);
    const both = { gradescopeMetadata, due: DUE, handedIn: DUE };
    expect(readDeadline(both, places).deadline?.late?.minutes).to.equal(0);
    expect(readDeadline({}, places)).to.deep.equal({});
  });

  it("says so when Gradescope's file is not as expected", () => {
    const places = { folder: temporaryFolder(), cwd: "/" };
    const gradescopeMetadata = metadataFile("{}");
    const { deadline } = readDeadline({ gradescopeMetadata }, places);
    expect(deadline).to.have.all.keys("problem");
    expect(
      readDeadline({ gradescopeMetadata, due: DUE, handedIn: DUE }, places).deadline?.late?.minutes,
    ).to.equal(0);
  });

  const git = missingPrograms("git").length === 0 ? it : it.skip;

  git("takes the last commit in the lab's folder", () => {
    const root = temporaryFolder();
    const commit = (file: string, date: string): void => {
      mkdirSync(join(root, file, ".."), { recursive: true });
      writeFileSync(join(root, file), date);
      const run = (...args: string[]): unknown =>
        execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
          cwd: root,
          stdio: "pipe",
          env: { ...process.env, GIT_AUTHOR_DATE: "2026-09-01T00:00:00Z", GIT_COMMITTER_DATE: date },
        });
      run("init", "--quiet");
      run("add", "--all");
      run("commit", "--quiet", "--message", "work");
    };
    commit("lab1/client.ts", "2026-10-01T22:10:00Z");
    commit("lab2/client.ts", "2026-10-09T22:10:00Z");
    const read = (lab: string): ReturnType<typeof readDeadline>["deadline"] =>
      readDeadline({ due: DUE }, { folder: join(root, lab), cwd: root }).deadline;
    expect(read("lab1")).to.deep.equal({
      due: "2026-10-01T21:59:00.000Z",
      handedIn: "2026-10-01T22:10:00.000Z",
      late: { minutes: 11, days: 1 },
    });
    expect(read("lab2")?.late?.days).to.equal(9);
    writeFileSync(join(root, "lab1/client.ts"), "not committed");
    expect(read("lab1")?.late?.minutes).to.equal(11);
  });

  it("says so when nothing is committed", () => {
    const { deadline } = readDeadline({ due: DUE }, { folder: temporaryFolder(), cwd: "/" });
    expect(deadline).to.have.all.keys("due", "problem");
    expect(deadline?.problem).to.contain(
      "got a folder outside of any repository; commit it, or pass --handed-in",
    );
  });
});
