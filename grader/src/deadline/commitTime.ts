import { spawnSync } from "node:child_process";

/** When something was committed last, or why that is not known. */
export type CommitTime =
  { readonly kind: "known"; readonly at: number } | { readonly kind: "unknown"; readonly problem: string };

/** A student's repository may be set up so that git starts programs. Nothing of that is needed to read a log. */
const SAFE = ["-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "log.mailmap=false"];

/**
 * When git says that a folder was changed last, in milliseconds since the epoch. It is the committer's time, so it is
 * as right as the clock of the machine that made the commit. Changes that are not committed do not count.
 *
 * @param folder absolute; of a lab, so that work on other labs does not count
 */
export function commitTime(folder: string): CommitTime {
  const { status, stdout } = spawnSync("git", [...SAFE, "log", "-1", "--format=%cI", "--", "."], {
    cwd: folder,
    encoding: "utf8",
    windowsHide: true,
    // A repository that lacks objects must not go and fetch them.
    env: { ...process.env, GIT_NO_LAZY_FETCH: "1" },
  });
  const at = status === 0 ? Date.parse(stdout.trim()) : NaN;
  if (!Number.isNaN(at)) return { kind: "known", at };
  return {
    kind: "unknown",
    problem:
      "when it was handed in is not known: expected a folder that is committed with git; --handed-in says it too",
  };
}
