import type { ClassRow } from "./ClassRow";

/** Whether a row says all there is to say: not where it could not be graded, or the machine was too busy for a test. */
export function isFinal(row: ClassRow): boolean {
  return row.kind === "missing" || (row.kind === "graded" && row.unjudged.length === 0);
}
