import { spawnSync } from "node:child_process";

/** When something was committed last, or why that is not known. */
export type CommitTime =
  { readonly kind: "known"; readonly at: number } | { readonly kind: "unknown"; readonly problem: string };

/**
 * A student's repository may be set up so that git starts programs. Nothing of that is needed to read a log. So it
 * does no harm either that somebody else owns the repository, which git would refuse.
 */
const SAFE = ["core.fsmonitor=false", "log.showSignature=false", "log.mailmap=false", "safe.directory=*"];

const ENVIRONMENT = {
  // A repository that lacks objects must not go and fetch them. Older versions of git know the second only.
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  // Set while git runs a hook, and then about another repository.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  // What git says is looked at below.
  LC_ALL: "C",
};

/**
 * When git says that a folder was changed last, in milliseconds since the epoch. It is the committer's time, so it is
 * as right as the clock of the machine that made the commit. Changes that are not committed do not count.
 *
 * @param folder absolute; of a lab, so that work on other labs does not count
 */
export function commitTime(folder: string): CommitTime {
  const settings = SAFE.flatMap((setting) => ["-c", setting]);
  const { error, status, stdout, stderr } = spawnSync(
    "git",
    [...settings, "log", "-1", "--format=%cI", "--", "."],
    { cwd: folder, encoding: "utf8", windowsHide: true, env: { ...process.env, ...ENVIRONMENT } },
  );
  if (error !== undefined) return unknown("no program git");
  const at = status === 0 ? Date.parse(stdout.trim()) : NaN;
  if (!Number.isNaN(at)) return { kind: "known", at };
  if (/not a git repository/.test(stderr)) return unknown("a folder outside of any repository");
  if (status === 0 || /not have any commits/.test(stderr)) return unknown("one with no commit");
  return unknown("a repository that git cannot read");
}

function unknown(got: string): CommitTime {
  return {
    kind: "unknown",
    problem: `when it was handed in is not known: expected a folder that is committed with git, got ${got}; --handed-in says it too`,
  };
}
