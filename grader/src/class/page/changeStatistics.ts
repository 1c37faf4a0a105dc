import type { ClassChange } from "../run/ClassResult";

/** What one test changed in a class. */
export interface TestChanges {
  readonly test: string;
  readonly students: number;
  /** Of all students together; may be negative. */
  readonly points: number;
  /** All reasons that somebody has, the most frequent first. */
  readonly because: readonly string[];
}

/** The changes of a lab by test, from the one that changes most students' points to the one that changes fewest. */
export function changesByTest(changes: readonly ClassChange[]): TestChanges[] {
  const byTest = new Map<string, ClassChange["tests"][number][]>();
  for (const change of changes.flatMap(({ tests }) => tests))
    byTest.set(change.test, [...(byTest.get(change.test) ?? []), change]);
  return [...byTest]
    .map(([test, all]) => ({
      test,
      students: all.length,
      points: all.reduce((sum, { from, to }) => sum + to - from, 0),
      because: byFrequency(all.flatMap(({ because }) => because)),
    }))
    .sort((a, b) => b.students - a.students);
}

function byFrequency(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

/** "+3", "-10" or "0". */
export function signedPoints(points: number): string {
  return points > 0 ? `+${String(points)}` : String(points);
}
