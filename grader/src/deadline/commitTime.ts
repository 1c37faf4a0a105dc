import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freshFolder } from "../freshFolder";
import { reducedEnvironment } from "../run/reducedEnvironment";
import { gitFolder, type GitFolder } from "./gitFolder";

/** When something was committed last, or why that is not known. */
export type CommitTime =
  { readonly kind: "known"; readonly at: number } | { readonly kind: "unknown"; readonly problem: string };

/** Real milliseconds for git, which takes a few. */
const LIMIT_MS = 10_000;
const MOST_OUTPUT = 64 * 1024;

/** What git could be told to do by files in a repository, and need not do to read a log. */
const SETTINGS = `[core]
	repositoryformatversion = 1
	bare = true
	commitGraph = false
	multiPackIndex = false
[log]
	showSignature = false
	mailmap = false
`;

/**
 * When git says that a folder was changed last, in milliseconds since the epoch. It is the committer's time, so it is
 * as right as the clock of the machine that made the commit. Changes that are not committed do not count.
 *
 * A student's repository may be set up so that git starts programs, waits or reads elsewhere. So git gets a repository
 * of ours, which borrows the student's objects and nothing else. It does no harm either that somebody else owns the
 * student's, which git would refuse. Takes 20 s at most.
 *
 * @param folder absolute; of a lab, so that work on other labs does not count
 */
export function commitTime(folder: string): CommitTime {
  const found = gitFolder(folder);
  switch (found.kind) {
    case "no repository":
      return unknown("a folder outside of any repository");
    case "no commit":
      return unknown("one with no commit");
    case "unreadable":
      return UNREADABLE;
    case "found":
      return lastCommit(found);
  }
}

function lastCommit({
  commit,
  objects,
  shallow,
  config,
  inside,
}: Extract<GitFolder, { kind: "found" }>): CommitTime {
  const { folder, dispose } = freshFolder("kit-git");
  try {
    for (const name of ["refs", "objects"]) mkdirSync(join(folder, name));
    const format = commit.length === 64 ? "[extensions]\n\tobjectFormat = sha256\n" : "";
    writeFileSync(join(folder, "HEAD"), "ref: refs/heads/none\n");
    writeFileSync(join(folder, "config"), SETTINGS + format);
    writeFileSync(join(folder, "shallow"), shallow);
    writeFileSync(join(folder, "theirs"), config);
    writeFileSync(join(folder, "empty"), "");
    // Git refuses a repository whose settings it does not understand, and then so do we; no value is looked at.
    const settings = git(folder, ["config", "--file", "theirs", "--no-includes", "--list", "--name-only"]);
    if (settings.kind === "ended" && settings.status !== 0) return UNREADABLE;
    const log = git(folder, ["log", "-1", "--format=%cI", commit, "--", inside], objects);
    if (log.kind === "no program") return unknown("no program git");
    const at = log.kind === "ended" && log.status === 0 ? Date.parse(log.stdout.trim()) : NaN;
    if (!Number.isNaN(at)) return { kind: "known", at };
    return log.kind === "ended" && log.status === 0 ? unknown("one with no commit") : UNREADABLE;
  } finally {
    dispose();
  }
}

type Ran =
  | { readonly kind: "ended"; readonly status: number | null; readonly stdout: string }
  | { readonly kind: "no program" };

/** @param repository ours, absolute */
function git(repository: string, args: readonly string[], objects = join(repository, "objects")): Ran {
  const { error, status, stdout } = spawnSync("git", ["--no-pager", "--no-replace-objects", ...args], {
    cwd: repository,
    encoding: "utf8",
    windowsHide: true,
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
    maxBuffer: MOST_OUTPUT,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...reducedEnvironment(),
      GIT_DIR: repository,
      GIT_OBJECT_DIRECTORY: objects,
      // Nobody's settings: neither the system's nor the user's.
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: join(repository, "empty"),
      GIT_ATTR_NOSYSTEM: "1",
      HOME: repository,
      XDG_CONFIG_HOME: repository,
      GIT_LITERAL_PATHSPECS: "1",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_TERMINAL_PROMPT: "0",
      // A repository that lacks objects must not go and fetch them. Older versions of git know the second only.
      GIT_NO_LAZY_FETCH: "1",
      GIT_ALLOW_PROTOCOL: "none",
      // One object that claims to be huge must not take the memory for it.
      GIT_ALLOC_LIMIT: "256m",
      LC_ALL: "C",
    },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return { kind: "no program" };
  return { kind: "ended", status: error === undefined ? status : null, stdout: stdout };
}

function unknown(got: string): CommitTime {
  return {
    kind: "unknown",
    problem: `when it was handed in is not known: expected a folder that is committed with git, got ${got}; --handed-in says it too`,
  };
}

const UNREADABLE = unknown("a repository that git cannot read");
