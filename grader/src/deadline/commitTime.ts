import { spawnSync } from "node:child_process";

/** When something was committed last, or why that is not known. */
export type CommitTime =
  | { readonly kind: "known"; readonly at: number; readonly problem?: string }
  | { readonly kind: "unknown"; readonly problem: string };

/**
 * When git says that a folder was changed last, in milliseconds since the epoch. It is the committer's time, so it is
 * as right as the clock of the machine that made the commit.
 *
 * @param folder absolute; of a lab, so that work on other labs does not count
 */
export function commitTime(folder: string): CommitTime {
  const said = git(folder, "log", "-1", "--format=%cI", "--", ".");
  const at = Date.parse(said ?? "");
  if (Number.isNaN(at))
    return {
      kind: "unknown",
      problem:
        "when it was handed in is not known: expected a folder that is committed with git; --handed-in says it too",
    };
  if (git(folder, "status", "--porcelain", "--", ".") === "") return { kind: "known", at };
  return {
    kind: "known",
    at,
    problem: "it has changes that are not committed; the time is that of the last commit",
  };
}

/** What git prints; undefined when it fails or is not there. */
function git(cwd: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd, encoding: "utf8", windowsHide: true });
  return status === 0 ? stdout.trim() : undefined;
}
