import { stringify } from "csv-stringify/sync";
import { cleanName } from "toolkit/text/studentText";
import type { ClassRow } from "../row/ClassRow";
import type { ClassResult } from "../run/ClassResult";
import type { RosterStudent } from "../find/readRoster";
import { lateScores, type LatePolicy } from "./LatePolicy";

/** What the tables of a class are made of. */
export interface GradebookParts extends ClassResult {
  /** Default: lateness is shown, and costs nothing. */
  readonly policy?: LatePolicy;
}

type Row = Readonly<Record<string, string | number>>;

/** One row for each student: every lab's score and how it came about, late days over the term, and the total. */
export function gradebookCsv(parts: GradebookParts): string {
  return csvOf(
    studentsOfClass(parts).map(({ student, inRoster, rows }) => {
      const late = parts.policy && lateScores(parts.policy, student.id, rows);
      const labs = [...rows].map(([lab, row]): Row => ({
        [lab]: row.kind === "graded" ? row.score : row.kind === "missing" ? 0 : "",
        [`${lab} of`]: row.kind === "graded" ? row.maxScore : "",
        [`${lab} status`]: statusOfRow(row),
        [`${lab} days late`]: row.kind === "graded" ? (row.daysLate ?? "") : "",
        ...(late === undefined
          ? {}
          : { [`${lab} after lateness`]: late.get(lab)?.points ?? (row.kind === "missing" ? 0 : "") }),
      }));
      const graded = [...rows.values()].filter((row) => row.kind === "graded");
      return {
        student: cleanName(student.id),
        name: student.name,
        "on the roster": inRoster ? "yes" : "no",
        ...Object.fromEntries(labs.flatMap((row) => Object.entries(row))),
        "late days asked for": sum(graded.map(({ lateDays }) => lateDays)),
        ...(late === undefined
          ? {}
          : { "free days used": sum([...late.values()].map(({ freeDays }) => freeDays)) }),
        total: sum(graded.map(({ score }) => score)),
        ...(late === undefined
          ? {}
          : { "total after lateness": sum([...late.values()].map(({ points }) => points)) }),
      };
    }),
  );
}

/** Columns by which Canvas knows a student when grades are imported. */
const CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
/** One of these is enough for Moodle. */
const MOODLE = ["Username", "ID number", "Email address"];

/**
 * Tables that Canvas and Moodle import: the columns of the roster by which they know their students, and a column of points for
 * each lab. Only those whose columns the roster has. What could not be graded is left empty, so that the platform keeps what it has.
 */
export function platformCsvs(parts: GradebookParts): { readonly name: string; readonly text: string }[] {
  const roster = parts.members.find(({ inRoster }) => inRoster)?.student.columns ?? {};
  const has = (column: string): boolean => column in roster;
  const canvas = CANVAS.filter(has);
  const moodle = MOODLE.filter(has);
  return [
    ...(canvas.includes("Student") && canvas.includes("ID")
      ? [{ name: "canvas.csv", text: platformCsv(parts, canvas) }]
      : []),
    ...(moodle.length > 0 ? [{ name: "moodle.csv", text: platformCsv(parts, moodle) }] : []),
  ];
}

function platformCsv(parts: GradebookParts, columns: readonly string[]): string {
  return csvOf(
    studentsOfClass(parts)
      .filter(({ inRoster }) => inRoster)
      .map(({ student, rows }) => {
        const late = parts.policy && lateScores(parts.policy, student.id, rows);
        const points = (lab: string, row: ClassRow): string | number => {
          if (row.kind === "ungradable") return "";
          return row.kind === "missing" ? 0 : (late?.get(lab)?.points ?? row.score);
        };
        return {
          ...Object.fromEntries(columns.map((column) => [column, student.columns[column] ?? ""])),
          ...Object.fromEntries([...rows].map(([lab, row]) => [lab, points(lab, row)])),
        };
      }),
  );
}

interface StudentRows {
  readonly student: RosterStudent;
  readonly inRoster: boolean;
  readonly rows: ReadonlyMap<string, ClassRow>;
}

function studentsOfClass({ members, labs }: ClassResult): StudentRows[] {
  return members.map(({ student, inRoster }, index) => ({
    student,
    inRoster,
    rows: new Map(labs.map(({ lab, results }) => [lab, results[index]?.row ?? { kind: "missing" }])),
  }));
}

/** A row's state in a few words. */
export function statusOfRow(row: ClassRow): string {
  if (row.kind === "missing") return "missing";
  if (row.kind === "ungradable") return `not graded: ${row.reason}`;
  return row.unjudged.length === 0 ? "graded" : `not final: ${row.unjudged.join(", ")}`;
}

/** Cells that a spreadsheet would take for a formula are marked as text. */
function csvOf(rows: readonly Row[]): string {
  return stringify([...rows], { header: true, escape_formulas: true });
}

function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((total, one) => total + one, 0) * 10) / 10;
}
