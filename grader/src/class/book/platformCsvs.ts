import { csvOf, type CsvCells } from "../row/csvOf";
import type { ClassLabResult, ClassResult } from "../run/ClassResult";
import { classKey } from "../find/readRoster";
import { LateScores } from "../late/LateScores";
import { isFinal } from "../row/isFinal";
import { maxScoreOfLab } from "./gradebook";
import { rowOfMember } from "../row/rowOfMember";

/** Columns by which Canvas knows a student when grades are imported. */
const CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
/** One of these is enough for Moodle's gradebook. */
const MOODLE = ["Username", "ID number", "Email address"];
/** What Moodle wants back of an assignment's grading worksheet; of what else stands there, feedback would be taken for new. */
const WORKSHEET = ["Identifier", "Grade", "Last modified (grade)"];

/** All files that may be made for a platform. */
export const PLATFORM_CSVS = ["canvas.csv", "moodle.csv"];

/**
 * Tables that Canvas and Moodle import: the columns of the roster by which they know their students, and a column of points for
 * each lab. Only those whose columns the roster has. Points are those after lateness; whoever handed in nothing has 0. What has no
 * final score keeps what the roster has there, and so does whoever is excused in Canvas ("EX").
 */
export function platformCsvs(result: ClassResult): { readonly name: string; readonly text: string }[] {
  const columns = Object.keys(result.members.find(({ inRoster }) => inRoster)?.student.columns ?? {});
  const has = (column: string): boolean => columns.includes(column);
  const tables = [];
  if (has("Student") && has("ID")) tables.push({ name: "canvas.csv", text: canvasCsv(result, columns) });
  const [only, ...more] = result.labs;
  if (only !== undefined && more.length === 0 && WORKSHEET.every(has))
    tables.push({ name: "moodle.csv", text: csvOf(studentCells(result, WORKSHEET, () => "Grade")) });
  else if (MOODLE.some(has))
    tables.push({
      name: "moodle.csv",
      text: csvOf(studentCells(result, MOODLE.filter(has), ({ lab }) => lab)),
    });
  return tables;
}

/** Labs whose points are of another number than the platform's: Moodle leaves out what is above, Canvas takes it. */
export function otherScales({ members, labs, pointsPossible }: ClassResult): string[] {
  const roster = members.find(({ inRoster }) => inRoster)?.student.columns ?? {};
  return labs.flatMap((lab) => {
    const most = maxScoreOfLab(lab);
    const there =
      pointsPossible?.[canvasColumn(lab, Object.keys(roster))] ??
      (labs.length === 1 ? roster["Maximum Grade"] : undefined) ??
      "";
    if (most === undefined || there.trim() === "" || Number(there) === most) return [];
    return [
      `${lab.lab}: the roster's platform has ${there} points for it, the lab has ${String(most)}; change one of them before you import.`,
    ];
  });
}

/** Canvas finds an assignment by its whole column name, such as "Lab 1 (1234)"; it makes a new one of any other. */
function canvasColumn({ lab }: ClassLabResult, columns: readonly string[]): string {
  return columns.find((column) => classKey(column.replace(/\(\d+\)\s*$/, "")) === classKey(lab)) ?? lab;
}

function canvasCsv(result: ClassResult, columns: readonly string[]): string {
  const columnOf = (lab: ClassLabResult): string => canvasColumn(lab, columns);
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
      const { [columnOf(lab)]: there = "" } = student.columns;
      if (!isFinal(row) || there === "EX") return there;
      return row.kind !== "graded" ? 0 : (late.of(student.id, lab.lab)?.points ?? row.score);
    };
    return [
      {
        ...Object.fromEntries(known.map((column) => [column, student.columns[column] ?? ""])),
        ...Object.fromEntries(result.labs.map((lab) => [columnOf(lab), points(lab)])),
      },
    ];
  });
}
