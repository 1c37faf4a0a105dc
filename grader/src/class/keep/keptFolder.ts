import { join } from "node:path";

/**
 * Where a class keeps what it needs to go on later: `rows`, `runs` of tests, students' `code`, and what the next grading and `merge` read.
 *
 * @param out where the class's results are, absolute
 */
export function keptFolder(
  out: string,
  what: "rows" | "runs" | "code" | "unfinished" | "part.json" | "before.json",
): string {
  return join(out, ".kept", what);
}
