import { daysWithoutPenalty } from "./daysWithoutPenalty";
import type { ClassRow } from "./ClassRow";
import { pointsOfRow } from "./pointsOfRow";

/** What lateness makes of points, as in LateScore; of an earlier grading only the points that were left are known. */
export interface LateStanding {
  readonly points: number | undefined;
  readonly extended?: number;
  readonly freeDays?: number;
}

/**
 * A row's points, and what a teacher has to know of them: "85 of 100, 3 days late (1 free), 68 after lateness".
 *
 * @param late undefined without a policy
 */
export function standingOfRow(row: ClassRow, late: LateStanding | undefined): string {
  if (row.kind !== "graded") return pointsOfRow(row);
  const { daysLate = 0, score, syntaxErrors, timeUnknown } = row;
  const after = late?.points;
  return [
    pointsOfRow(row),
    ...(syntaxErrors === undefined ? [] : ["does not parse"]),
    ...(daysLate === 0
      ? []
      : [`${daysLate === 1 ? "1 day late" : `${String(daysLate)} days late`}${daysWithoutPenalty(late)}`]),
    ...(timeUnknown === undefined ? [] : ["hand-in time not known"]),
    ...(after === undefined || after === score ? [] : [`${String(after)} after lateness`]),
  ].join(", ");
}
