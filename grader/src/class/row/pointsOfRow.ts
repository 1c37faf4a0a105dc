import type { ClassRow } from "./ClassRow";

/** A row's points in a few words. */
export function pointsOfRow(row: ClassRow): string {
  return row.kind === "graded"
    ? `${String(row.score)} of ${String(row.maxScore)}`
    : row.kind === "missing"
      ? "missing"
      : "not graded";
}
