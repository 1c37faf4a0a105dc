import { parse } from "csv-parse/sync";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { ToolError } from "toolkit/cli/ToolError";
import { cleanName } from "toolkit/text/studentText";

/** A student as the roster has it. */
export interface RosterStudent {
  /** What stands for the student in files and tables: unique in the class. */
  readonly id: string;
  /** In one line, cleaned: on many platforms students choose what they are called. */
  readonly name: string;
  /** The roster's own row, by column; what a platform wants back is there. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A class list, and the columns that it has, in order. */
export interface Roster {
  readonly columns: readonly string[];
  readonly students: readonly RosterStudent[];
  /** Canvas's row with the greatest points of each assignment, as it stands there. */
  readonly pointsPossible?: Readonly<Record<string, string>>;
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
  const read = readNamedFile(file);
  if (read.kind === "unreadable")
    throw new ToolError(`expected a roster after --roster, got ${named}, which cannot be read (${read.why})`);
  const rows = parseRosterRows(decodeText(read.bytes), named);
  const columns = Object.keys(rows[0] ?? {});
  const column = (wanted: readonly string[]): string | undefined => firstColumn(columns, wanted);
  const idColumn = studentColumn(columns);
  if (idColumn === undefined)
    throw new ToolError(
      `${named}: expected a column that names each student, such as username, id or email, got ${columns.join(", ") || "no line of column names"}`,
    );
  const nameColumns = [column(NAME_COLUMNS)].filter((found) => found !== undefined);
  const parts = NAME_PARTS.map((wanted) => wanted.map((name) => column([name]))).find(
    (found) => !found.includes(undefined),
  );
  const isPointsPossible = (row: Readonly<Record<string, string>>): boolean =>
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

/** The column that stands for a student; undefined where there is none. */
export function studentColumn(columns: readonly string[]): string | undefined {
  return firstColumn(columns, ID_COLUMNS);
}

function firstColumn(columns: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted
    .map((name) => columns.find((found) => found.toLowerCase() === name))
    .find((found) => found !== undefined);
}

/** The rows of a CSV with a line of column names. Throws ToolError. @param named how the user knows it */
export function parseRosterRows(text: string, named: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new ToolError(
      `${named}: expected CSV with a line of column names, got something else: ${(error as Error).message}`,
    );
  }
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
