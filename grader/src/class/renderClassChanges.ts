import { changesByTest, signedPoints } from "./page/changeStatistics";
import { standingOfRow } from "./row/standingOfRow";
import type { ClassChange } from "./run/ClassResult";

/** Students that the terminal names for each lab; changes.csv has all. */
const MOST_NAMED = 20;

/** Whose points changed, by which test and why, for a terminal; a line each. */
export function renderClassChanges(changes: readonly ClassChange[]): string[] {
  const labs = [...new Set(changes.map(({ lab }) => lab))];
  return labs.flatMap((lab) => {
    const own = changes.filter((change) => change.lab === lab);
    const lines = own.slice(0, MOST_NAMED).map(({ name, from, now, because, tests, lateFrom, lateNow }) => {
      const byTest = tests.map(({ test, from: had, to }) => `${test} ${signedPoints(to - had)}`);
      const why = [byTest.join(", "), because.join(", ")].filter((words) => words !== "").join(": ");
      return `${lab}, ${name}: ${standingOfRow(from, { points: lateFrom })} -> ${standingOfRow(now, { points: lateNow })} (${why})`;
    });
    const more = own.length - lines.length;
    const byTest = changesByTest(own)
      .filter(({ students }) => students > 1)
      .map(
        ({ test, students, points, because }) =>
          `${lab}, ${test}: ${String(students)} students, ${signedPoints(points)} points (${because.join(", ")})`,
      );
    return [
      ...lines,
      ...(more > 0 ? [`${lab}: ${String(more)} more changes; see changes.csv`] : []),
      ...byTest,
    ];
  });
}
