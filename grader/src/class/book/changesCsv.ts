import { cleanName } from "toolkit/text/studentText";
import { daysLateOfRow } from "../row/daysLateOfRow";
import { csvOf, type CsvCells } from "../row/csvOf";
import type { ClassRow } from "../row/ClassRow";
import type { ClassChange } from "../run/ClassResult";

/** Whose points changed since the last grading, by which test, and why: a line for each test, or for a row without any. */
export function changesCsv(changes: readonly ClassChange[]): string {
  const rows = changes.flatMap((change): CsvCells[] => {
    const { lab, id, name, from, now, because, tests } = change;
    const row = {
      student: cleanName(id),
      name,
      lab,
      before: pointsOr(from),
      now: pointsOr(now),
      "days late before": daysLateOfRow(from),
      "days late now": daysLateOfRow(now),
      "after lateness before": change.lateFrom ?? "",
      "after lateness now": change.lateNow ?? "",
    };
    if (tests.length === 0)
      return [{ ...row, test: "", "test before": "", "test now": "", because: because.join("; ") }];
    return tests.map((test) => ({
      ...row,
      test: test.test,
      "test before": test.from,
      "test now": test.to,
      because: test.because.join("; "),
    }));
  });
  return csvOf(rows, COLUMNS);
}

const COLUMNS = [
  "student",
  "name",
  "lab",
  "before",
  "now",
  "test",
  "test before",
  "test now",
  "because",
  "days late before",
  "days late now",
  "after lateness before",
  "after lateness now",
];

function pointsOr(row: ClassRow): number | string {
  return row.kind === "graded" ? row.score : row.kind === "missing" ? "missing" : "not graded";
}
