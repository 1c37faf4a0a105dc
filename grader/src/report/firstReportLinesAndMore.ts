/** The first items of a list, and how many more there are. */
export function firstReportLinesAndMore<T>(list: readonly T[], most: number): [T[], number] {
  return [list.slice(0, most), Math.max(0, list.length - most)];
}
