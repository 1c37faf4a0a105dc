import { csvOf, type CsvCells } from "../row/csvOf";
import type { ClassLabResult, ClassResult } from "../run/ClassResult";
import { classKey } from "../find/readRoster";
import { LateScores } from "../late/LateScores";
import { maxScoreOfLab } from "./gradebook";
import { rowOfMember } from "../row/rowOfMember";

/** Columns by which Canvas knows a student when grades are imported. */
const CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
/** One of these is enough for Moodle's gradebook. */
const MOODLE = ["Username", "ID number", "Email address"];
/** The columns of the grading worksheet of Moodle's assignments that it wants back, with the points in Grade. */
const WORKSHEET = ["Identifier", "Grade"];

/**
 * Tables that Canvas and Moodle import: the columns of the roster by which they know their students, and a column of points for
 * each lab. Only those whose columns the roster has. Points are those after lateness; whoever handed in nothing has 0; what could
 * not be graded keeps what the roster has there, and where it has nothing, nothing.
 */
export function platformCsvs(result: ClassResult): { readonly name: string; readonly text: string }[] {
  const columns = Object.keys(result.members.find(({ inRoster }) => inRoster)?.student.columns ?? {});
  const has = (column: string): boolean => columns.includes(column);
  const tables = [];
  if (has("Student") && has("ID")) tables.push({ name: "canvas.csv", text: canvasCsv(result, columns) });
  const [only, ...more] = result.labs;
  if (only !== undefined && more.length === 0 && WORKSHEET.every(has))
    tables.push({ name: "moodle.csv", text: csvOf(studentCells(result, columns, () => "Grade")) });
  else if (MOODLE.some(has))
    tables.push({
      name: "moodle.csv",
      text: csvOf(studentCells(result, MOODLE.filter(has), ({ lab }) => lab)),
    });
  return tables;
}

/** Canvas finds an assignment by its whole column name, such as "Lab 1 (1234)"; it makes a new one of any other. */
function canvasCsv(result: ClassResult, columns: readonly string[]): string {
  const columnOf = ({ lab }: ClassLabResult): string =>
    columns.find((column) => classKey(column.replace(/\(\d+\)\s*$/, "")) === classKey(lab)) ?? lab;
  const known = CANVAS.filter((column) => columns.includes(column));
  const possible: CsvCells = {
    ...Object.fromEntries(known.map((column) => [column, column === "Student" ? "Points Possible" : ""])),
    ...Object.fromEntries(
      result.labs.map((lab) => [
        columnOf(lab),
        result.pointsPossible?.[columnOf(lab)] ?? maxScoreOfLab(lab) ?? "",
      ]),
    ),
  };
  return csvOf([possible, ...studentCells(result, known, columnOf)]);
}

function studentCells(
  result: ClassResult,
  known: readonly string[],
  columnOf: (lab: ClassLabResult) => string,
): CsvCells[] {
  const late = new LateScores(result);
  return result.members.flatMap(({ student, inRoster }, at): CsvCells[] => {
    if (!inRoster) return [];
    const points = (lab: ClassLabResult): string | number => {
      const row = rowOfMember(lab, at);
      if (row.kind === "ungradable") return student.columns[columnOf(lab)] ?? "";
      return row.kind === "missing" ? 0 : (late.of(student.id, lab.lab)?.points ?? row.score);
    };
    return [
      {
        ...Object.fromEntries(known.map((column) => [column, student.columns[column] ?? ""])),
        ...Object.fromEntries(result.labs.map((lab) => [columnOf(lab), points(lab)])),
      },
    ];
  });
}
