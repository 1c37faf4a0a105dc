import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freshFolder } from "toolkit/files/freshFolder";
import { reducedWorkerEnvironment } from "../process/child/reducedWorkerEnvironment";
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
 * student's, which git would refuse.
 *
 * @param folder absolute; of a lab, so that work on other labs does not count
 * @param limitMs real milliseconds that git may take
 */
export function commitTime(folder: string, limitMs = LIMIT_MS): CommitTime {
  const found = gitFolder(folder);
  switch (found.kind) {
    case "no repository":
      return unknownCommitTime("a folder outside of any repository");
    case "no commit":
      return unknownCommitTime("one with no commit");
    case "unreadable":
      return UNREADABLE;
    case "found":
      return lastCommitTime(found, limitMs);
  }
}

function lastCommitTime(
  { commit, objects, shallow, config, inside }: Extract<GitFolder, { kind: "found" }>,
  limitMs: number,
): CommitTime {
  const { folder, dispose } = freshFolder("kit-git");
  try {
    for (const name of ["refs", "objects"]) mkdirSync(join(folder, name));
    const format = commit.length === 64 ? "[extensions]\n\tobjectFormat = sha256\n" : "";
    writeFileSync(join(folder, "HEAD"), "ref: refs/heads/none\n");
    writeFileSync(join(folder, "config"), SETTINGS + format);
    writeFileSync(join(folder, "shallow"), shallow);
    writeFileSync(join(folder, "theirs"), config);
    writeFileSync(join(folder, "empty"), "");
    const ask = { repository: folder, limitMs };
    // Git refuses a repository whose settings it cannot read, and then so do we. Their values are not looked at.
    const settings = runGitForDeadline(ask, [
      "config",
      "--file",
      "theirs",
      "--no-includes",
      "--list",
      "--name-only",
    ]);
    if (settings.kind === "no program") return unknownCommitTime("no program git");
    if (settings.kind === "failed") return UNREADABLE;
    const log = runGitForDeadline({ ...ask, objects }, ["log", "-1", "--format=%cI", commit, "--", inside]);
    if (log.kind !== "done") return UNREADABLE;
    const at = Date.parse(log.stdout.trim());
    return Number.isNaN(at) ? unknownCommitTime("one with no commit") : { kind: "known", at };
  } finally {
    dispose();
  }
}

type Ran = { readonly kind: "done"; readonly stdout: string } | { readonly kind: "failed" | "no program" };

interface Asked {
  /** Ours, absolute. */
  readonly repository: string;
  /** Default: it has none. */
  readonly objects?: string;
  readonly limitMs: number;
}

function runGitForDeadline({ repository, objects, limitMs }: Asked, args: readonly string[]): Ran {
  const { error, status, stdout } = spawnSync("git", ["--no-pager", "--no-replace-objects", ...args], {
    cwd: repository,
    encoding: "utf8",
    windowsHide: true,
    timeout: limitMs,
    killSignal: "SIGKILL",
    maxBuffer: MOST_OUTPUT,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...reducedWorkerEnvironment(),
      GIT_DIR: repository,
      GIT_OBJECT_DIRECTORY: objects ?? join(repository, "objects"),
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
  // When the time is over there is an error and no status.
  return error === undefined && status === 0 ? { kind: "done", stdout } : { kind: "failed" };
}

function unknownCommitTime(got: string): CommitTime {
  return {
    kind: "unknown",
    problem: `when it was handed in is not known: expected a folder that is committed with git, got ${got}; commit it, or pass --handed-in`,
  };
}

const UNREADABLE = unknownCommitTime("a repository that git cannot read");
