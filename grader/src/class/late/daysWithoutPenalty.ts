import type { LateScore } from "./LatePolicy";

/** Which of the days late cost nothing, as in " (2 by extension, 1 free)"; "" where all do, or nobody knows. */
export function daysWithoutPenalty({
  extended = 0,
  freeDays = 0,
}: Partial<Pick<LateScore, "extended" | "freeDays">> = {}): string {
  const days = [
    ...(extended === 0 ? [] : [`${String(extended)} by extension`]),
    ...(freeDays === 0 ? [] : [`${String(freeDays)} free`]),
  ];
  return days.length === 0 ? "" : ` (${days.join(", ")})`;
}
