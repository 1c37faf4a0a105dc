import type { ClassRow } from "./ClassRow";

/** Started days after the deadline; "not known" where there is a deadline and no time, "" where there is neither. */
export function daysLateOfRow(row: ClassRow): string {
  if (row.kind !== "graded") return "";
  if (row.daysLate !== undefined) return String(row.daysLate);
  return row.timeUnknown === undefined ? "" : "not known";
}
