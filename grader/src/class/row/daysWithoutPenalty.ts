/** Days late that cost nothing, as in LateScore; none where that is not known. */
interface FreeOfPenalty {
  readonly extended?: number;
  readonly freeDays?: number;
}

/** Which of the days late cost nothing, as in " (2 by extension, 1 free)"; "" where all do. */
export function daysWithoutPenalty({ extended = 0, freeDays = 0 }: FreeOfPenalty = {}): string {
  const days = [
    ...(extended === 0 ? [] : [`${String(extended)} by extension`]),
    ...(freeDays === 0 ? [] : [`${String(freeDays)} free`]),
  ];
  return days.length === 0 ? "" : ` (${days.join(", ")})`;
}
