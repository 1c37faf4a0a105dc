import type { ClassRow } from "./ClassRow";
import { pointsOfRow } from "./pointsOfRow";

/**
 * A row's points, and what a teacher has to know of them: "85 of 100, 2 days late, 68 after lateness".
 *
 * @param after points after lateness, where there is a policy
 */
export function standingOfRow(row: ClassRow, after: number | undefined): string {
  if (row.kind !== "graded") return pointsOfRow(row);
  const { daysLate = 0, score, syntaxErrors, timeUnknown } = row;
  return [
    pointsOfRow(row),
    ...(syntaxErrors === undefined ? [] : ["does not parse"]),
    ...(daysLate === 0 ? [] : [daysLate === 1 ? "1 day late" : `${String(daysLate)} days late`]),
    ...(timeUnknown === undefined ? [] : ["hand-in time not known"]),
    ...(after === undefined || after === score ? [] : [`${String(after)} after lateness`]),
  ].join(", ");
}
