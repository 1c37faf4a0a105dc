import { cleanName } from "toolkit/text/studentText";
import { isFinal } from "../row/isFinal";
import { daysLateOfRow } from "../row/daysLateOfRow";
import { statusOfRow } from "../row/statusOfRow";
import { csvOf, type CsvCells } from "../row/csvOf";
import type { ClassLabResult, ClassResult } from "../run/ClassResult";
import { LateScores } from "../late/LateScores";
import { rowOfMember } from "../row/rowOfMember";

/** One row for each student: every lab's score and how it came about, late days over the term, and the total. */
export function gradebookCsv(result: ClassResult): string {
  const late = new LateScores(result);
  const withPolicy = (cells: CsvCells): CsvCells => (result.policy === undefined ? {} : cells);
  return csvOf(
    result.members.map(({ student: { id, name }, inRoster }, at) => {
      const rows = result.labs.map((lab) => ({ lab, row: rowOfMember(lab, at) }));
      const graded = rows.flatMap(({ lab: { lab }, row }) =>
        row.kind === "graded" ? [{ row, late: late.of(id, lab) }] : [],
      );
      // A sum without what has no final score would look like one.
      const isWhole = rows.every(({ row }) => isFinal(row));
      const labCells = rows.map(({ lab, row }): CsvCells => {
        const none = row.kind === "missing" ? 0 : "";
        return {
          [lab.lab]: row.kind === "graded" ? row.score : none,
          [`${lab.lab} of`]: maxScoreOfLab(lab) ?? "",
          ...(hasOptionalPoints(lab)
            ? { [`${lab.lab} optional`]: row.kind === "graded" ? (row.optional?.score ?? 0) : none }
            : {}),
          [`${lab.lab} status`]: statusOfRow(row),
          [`${lab.lab} days late`]: daysLateOfRow(row),
          ...withPolicy({
            [`${lab.lab} days of extension`]: late.of(id, lab.lab)?.extended ?? "",
            [`${lab.lab} after lateness`]: late.of(id, lab.lab)?.points ?? none,
          }),
        };
      });
      return {
        student: cleanName(id),
        name,
        "on the roster": inRoster ? "yes" : "no",
        ...Object.fromEntries(labCells.flatMap((cells) => Object.entries(cells))),
        "late days asked for": sum(graded.map(({ row }) => row.lateDays)),
        ...withPolicy({ "free days used": sum(graded.map((one) => one.late?.freeDays ?? 0)) }),
        total: isWhole ? sum(graded.map(({ row }) => row.score)) : "",
        ...withPolicy({
          "total after lateness": isWhole ? sum(graded.map((one) => one.late?.points ?? one.row.score)) : "",
        }),
      };
    }),
  );
}

/** The points of a lab; undefined where nobody could be graded. */
export function maxScoreOfLab({ results }: ClassLabResult): number | undefined {
  return results.flatMap(({ row }) => (row.kind === "graded" ? [row.maxScore] : []))[0];
}

function hasOptionalPoints({ results }: ClassLabResult): boolean {
  return results.some(({ row }) => row.kind === "graded" && row.optional !== undefined);
}

function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((total, one) => total + one, 0) * 10) / 10;
}
