import { escapeHtml as escaped } from "picture/escapeHtml";
import { standingOfRow } from "../row/standingOfRow";
import type { ClassChange } from "../run/ClassResult";
import { changesByTest, signedPoints } from "./changeStatistics";
import { classTableHtml } from "./classTableHtml";

/** What has changed in a lab since the last finished grading: by test, and by student. Empty where nothing has. */
export function changesHtml(changes: readonly ClassChange[]): string {
  if (changes.length === 0) return "";
  const byTest = changesByTest(changes).map(
    ({ test, students, points, because }) =>
      `<tr><td>${escaped(test)}</td><td class="number">${String(students)}</td><td class="number">${signedPoints(points)}</td><td>${escaped(because.join(", "))}</td></tr>`,
  );
  const byStudent = changes.map(({ name, from, now, because, tests, lateFrom, lateNow }) => {
    const which = tests.map(({ test, from: had, to }) => `${test} ${signedPoints(to - had)}`).join(", ");
    return `<tr><td>${escaped(name)}</td><td>${escaped(standingOfRow(from, { points: lateFrom }))}</td><td>${escaped(standingOfRow(now, { points: lateNow }))}</td><td>${escaped(which)}</td><td>${escaped(because.join(", "))}</td></tr>`;
  });
  return `<h3>Changed since the last grading</h3>
${byTest.length === 0 ? "" : classTableHtml(["Test", { numbers: "Students" }, { numbers: "Points" }, "Because of"], byTest)}
${classTableHtml(["Student", "Before", "Now", "By test", "Because of"], byStudent)}`;
}
