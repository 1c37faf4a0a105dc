import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { commitTime } from "../../src/deadline/commitTime";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const COMMITTED_AT = "2026-10-01T22:10:00Z";
const KNOWN = { kind: "known", at: Date.parse(COMMITTED_AT) };

/** Runs git in a folder, as an author that no machine's settings name. */
function runGit(root: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
    cwd: root,
    stdio: "pipe",
    env: { ...process.env, GIT_COMMITTER_DATE: COMMITTED_AT },
  });
}

function commitAll(root: string): void {
  runGit(root, "add", "--all");
  runGit(root, "commit", "--quiet", "--message", "work");
}

describe("commitTime", () => {
  const git = missingPrograms("git").length === 0 ? it : it.skip;

  git("reads a repository of another owner, and says why it cannot read one", () => {
    const root = temporaryFolder({ "lab1/client.ts": "" });
    runGit(root, "init", "--quiet");
    expect(commitTime(root)).to.have.property("problem").that.contains("got one with no commit");
    commitAll(root);
    // Who is not root cannot give files away; then it is one's own.
    if (process.getuid?.() === 0)
      for (const path of [root, join(root, ".git")]) chownSync(path, 12345, 12345);
    expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
    writeFileSync(join(root, ".git/config"), "[");
    expect(commitTime(root))
      .to.have.property("problem")
      .that.contains("got a repository that git cannot read");
  });

  describe("in a repository that is set up to do more", () => {
    const committed = (): string => {
      const root = temporaryFolder({ "lab1/client.ts": "" });
      runGit(root, "init", "--quiet");
      commitAll(root);
      return root;
    };
    const unreadable = (root: string): void => {
      expect(commitTime(join(root, "lab1")))
        .to.have.property("problem")
        .that.contains("got a repository that git cannot read");
    };
    const pipes = missingPrograms("git", "mkfifo").length === 0 ? it : it.skip;

    git("starts nothing that its settings name", () => {
      const root = committed();
      const mark = join(root, "mark");
      const program = `touch ${mark}`;
      appendFileSync(
        join(root, ".git/config"),
        `[core]\n fsmonitor = ${program}\n pager = ${program}\n hooksPath = .\n[gpg]\n program = ${program}\n` +
          `[log]\n showSignature = true\n[alias]\n log = !${program}\n[filter "x"]\n clean = ${program}\n`,
      );
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      expect(existsSync(mark)).to.equal(false);
    });

    git("knows packed references, a packed history, a shallow one, and a commit without a branch", () => {
      const root = committed();
      const run = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
      run("gc", "--quiet");
      run("pack-refs", "--all");
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      const clone = join(temporaryFolder(), "clone");
      run("clone", "--quiet", "--depth", "1", `file://${root}`, clone);
      expect(commitTime(join(clone, "lab1"))).to.deep.equal(KNOWN);
      run("checkout", "--quiet", "--detach");
      expect(commitTime(join(root, "lab1"))).to.deep.equal(KNOWN);
      expect(commitTime(root)).to.deep.equal(KNOWN);
    });

    git("is not believed when it says that something lies elsewhere", () => {
      const other = committed();
      for (const set of [
        (root: string) => writeFileSync(join(root, ".git"), `gitdir: ${join(other, ".git")}`),
        (root: string) => symlinkSync(join(other, ".git"), join(root, ".git")),
        (root: string) => {
          mkdirSync(join(root, ".git/objects/info"), { recursive: true });
          cpSync(join(other, ".git/refs"), join(root, ".git/refs"), { recursive: true });
          cpSync(join(other, ".git/HEAD"), join(root, ".git/HEAD"));
          writeFileSync(join(root, ".git/objects/info/alternates"), join(other, ".git/objects"));
        },
        (root: string) => {
          mkdirSync(join(root, ".git/objects"), { recursive: true });
          writeFileSync(join(root, ".git/HEAD"), "ref: refs/../../secret");
        },
      ]) {
        const root = temporaryFolder({ "lab1/client.ts": "" });
        set(root);
        unreadable(root);
      }
    });

    pipes("is not waited for, wherever there is a pipe", () => {
      for (const path of ["HEAD", "config", "shallow", "objects/pack/x.idx", "objects/info/alternates"]) {
        const root = committed();
        rmSync(join(root, ".git", path), { force: true });
        mkdirSync(join(root, ".git", path, ".."), { recursive: true });
        execFileSync("mkfifo", [join(root, ".git", path)]);
        unreadable(root);
      }
      // One among the objects is found by git alone, which has its time.
      const root = committed();
      const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
      const object = join(root, ".git/objects", commit.slice(0, 2), commit.slice(2));
      rmSync(object, { force: true });
      execFileSync("mkfifo", [object]);
      expect(commitTime(join(root, "lab1"), 500))
        .to.have.property("problem")
        .that.contains("got a repository that git cannot read");
    });
  });
});
