import { ToolError } from "toolkit/cli/ToolError";
import { cleanName } from "toolkit/text/studentText";
import { columnOf, readTable, type ReadTable, type TableRow } from "./readTable";

/** A student as the roster has it. */
export interface RosterStudent {
  /** What stands for the student in files and tables: unique in the class. */
  readonly id: string;
  /** In one line, cleaned: on many platforms students choose what they are called. */
  readonly name: string;
  /** The roster's own row, by column; what a platform wants back is there. */
  readonly columns: TableRow;
}

/** A class list, and the columns that it has, in order. */
export interface Roster {
  readonly columns: readonly string[];
  readonly students: readonly RosterStudent[];
  /** Canvas's row with the greatest points of each assignment, as it stands there. */
  readonly pointsPossible?: TableRow;
}

/** Columns that can stand for a student, the best first; as Canvas, Moodle, Gradescope and GitHub Classroom call them. */
const ID_COLUMNS = [
  "sis login id",
  "login id",
  "username",
  "user name",
  "login",
  "identifier",
  "student id",
  "sid",
  "id number",
  "id",
  "sis user id",
  "email",
  "email address",
  "github_username",
  "github username",
  "name",
  "full name",
  "student",
];
const NAME_COLUMNS = ["name", "full name", "student", "student name", "display name"];
const NAME_PARTS = [
  ["first name", "last name"],
  ["first name", "surname"],
];

/** Canvas puts a row with the greatest points before the students, and one that says which assignments are posted by hand. */
const POINTS_POSSIBLE = /^\s*points possible/i;
const POSTED_BY_HAND = /^(?:\s*|muted|manual posting.*)$/i;

/**
 * Reads a roster: CSV with a line of column names, as platforms export it. Throws ToolError when it cannot be read, has
 * no column that can stand for a student, or names one twice.
 *
 * @param file absolute
 * @param named how the user knows it
 */
export function readRoster(file: string, named: string): Roster {
  const table = readTable(file, named, "a roster after --roster");
  const { columns, rows } = table;
  const [idColumn] = studentColumns(table);
  if (idColumn === undefined)
    throw new ToolError(
      `${named}: expected a column that names each student, such as username, id or email, got ${columns.join(", ") || "no line of column names"}`,
    );
  const nameColumns = [columnOf(table, NAME_COLUMNS)].filter((found) => found !== undefined);
  const parts = NAME_PARTS.map((wanted) => wanted.map((name) => columnOf(table, [name]))).find(
    (found) => !found.includes(undefined),
  );
  const isPointsPossible = (row: TableRow): boolean =>
    Object.values(row).some((value) => POINTS_POSSIBLE.test(value));
  const pointsPossible = rows.find(isPointsPossible);
  const students = rows
    .filter(
      (row) => !isPointsPossible(row) && !Object.values(row).every((value) => POSTED_BY_HAND.test(value)),
    )
    .map((row): RosterStudent => {
      const id = row[idColumn] ?? "";
      const name = (nameColumns.length > 0 ? nameColumns : (parts ?? []))
        .map((one) => row[one ?? ""] ?? "")
        .join(" ");
      return { id, name: cleanName(name.trim() === "" ? id : name.trim()), columns: row };
    });
  refuseUnclearRoster(students, idColumn, named);
  return { columns, students, ...(pointsPossible === undefined ? {} : { pointsPossible }) };
}

/** Columns that can stand for a student, the best first. */
export function studentColumns(table: ReadTable): string[] {
  return ID_COLUMNS.flatMap((name) => columnOf(table, [name]) ?? []);
}

function refuseUnclearRoster(students: readonly RosterStudent[], column: string, named: string): void {
  const seen = new Set<string>();
  for (const [index, { id }] of students.entries()) {
    if (id === "")
      throw new ToolError(
        `${named}: expected a value in column ${column} for each student, got none for student ${String(index + 1)}`,
      );
    if (seen.has(exactKey(id)))
      throw new ToolError(
        `${named}: expected each student once in column ${column}, got ${JSON.stringify(id)} twice`,
      );
    seen.add(exactKey(id));
  }
}

/** What of an id counts: ADA is ada, on a disk that knows no capitals too; jane-doe is not janedoe, who is somebody else. */
export function exactKey(id: string): string {
  return id.normalize("NFKC").toLowerCase().trim();
}

/** What of a name counts where no exact one is found: "Doe, Jane" and "doejane" are the same. */
export function classKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]/gu, "");
}
