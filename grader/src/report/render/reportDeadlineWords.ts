import type { GradeReport } from "../GradeReport";

/** How a submission stands to its deadline, for the line with the score; "" without one. */
export function reportDeadlineWords({
  deadline,
  lateDays,
}: Pick<GradeReport, "deadline" | "lateDays">): string {
  if (deadline === undefined) return lateDays.days === 0 ? "" : `, ${lateDayCount(lateDays.days)}`;
  const asked = lateDays.days === 0 ? "" : `, late.txt asks for ${String(lateDays.days)}`;
  if (deadline.late === undefined) return `, not known whether in time${asked}`;
  if (deadline.late.minutes === 0) return `, in time${asked}`;
  return `, ${lateSpan(deadline.late.minutes)} late: ${lateDayCount(deadline.late.days)}${asked}`;
}

/** What was handed in before, as a sentence; undefined when nothing was. */
export function reportEarlierSubmissionWords({ earlier }: Pick<GradeReport, "earlier">): string | undefined {
  if (earlier === undefined) return undefined;
  const { submissions, best, last } = earlier;
  if (submissions === 1) return `Your submission before this one had ${String(last)} points.`;
  return `Of your ${String(submissions)} submissions before this one the best had ${String(best)} points, the last ${String(last)}.`;
}

function lateDayCount(count: number): string {
  return `${String(count)} late day${count === 1 ? "" : "s"}`;
}

const DAY = 24 * 60;

/** Started minutes in words; from two days on in days and started hours, which never tell of more than the late days. */
function lateSpan(minutes: number): string {
  if (minutes < 120) return `${String(minutes)} min`;
  if (minutes < 2 * DAY) return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
  const hours = Math.ceil(minutes / 60);
  const over = hours % 24 === 0 ? "" : ` ${String(hours % 24)} h`;
  return `${String(Math.floor(hours / 24))} days${over}`;
}
