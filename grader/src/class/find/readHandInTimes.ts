import { InvalidArgumentError } from "commander";
import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import { deadlineInstant } from "../../deadline/deadlineInstant";
import type { ClassMember } from "./findClass";
import { exactKey, studentColumns } from "./readRoster";
import { columnOf, readTable } from "./readTable";

/** When each student handed in each lab, where a teacher's table says so; milliseconds since the epoch. */
export class HandInTimes {
  readonly #times: ReadonlyMap<string, number>;

  /** @param times by `handInKey` */
  constructor(times: ReadonlyMap<string, number>) {
    this.#times = times;
  }

  /** A line for the lab counts before one for all labs. */
  of(student: string, lab: string): number | undefined {
    return this.#times.get(handInKey(student, lab)) ?? this.#times.get(handInKey(student, ""));
  }
}

/**
 * Reads a table of times: CSV with a column that stands for the student, as in a roster, a column `time`, and if wanted a column
 * `lab`; where that is empty or absent, the time is for all labs. Throws ToolError when it cannot be read, names nobody of the
 * class or a lab that there is not, or says two times for one.
 *
 * @param file absolute
 * @param named how the user knows it
 */
export function readHandInTimes(
  file: string,
  named: string,
  {
    members,
    labs,
  }: { readonly members: readonly ClassMember[]; /** All of the kit. */ readonly labs: readonly string[] },
): HandInTimes {
  const table = readTable(file, named, "a table of times after --handed-in");
  const { columns, rows } = table;
  const ids = members.map(({ student: { id } }) => id);
  const known = new Set(ids.map(exactKey));
  // A copy of the gradebook has a name before the id, and a name is an id in some rosters.
  const student =
    studentColumns(table).find((column) => rows.every((row) => known.has(exactKey(row[column] ?? "")))) ??
    studentColumns(table)[0];
  const [time, lab] = [columnOf(table, ["time"]), columnOf(table, ["lab"])];
  if (student === undefined || time === undefined)
    throw new ToolError(
      `${named}: expected a column that names each student, such as username, and a column time, got ${columns.join(", ") || "no line of column names"}`,
    );
  const times = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const line = `${named}: student ${String(index + 1)}`;
    const [id = "", of = ""] = [row[student], lab === undefined ? "" : row[lab]];
    if (!known.has(exactKey(id)))
      throw new ToolError(
        `${line}: expected somebody of the class, got ${JSON.stringify(id)}${nearestName(id, ids)}; the column student of gradebook.csv has everybody`,
      );
    if (of !== "" && !labs.includes(of))
      throw new ToolError(`${line}: expected a lab (${labs.join(", ")}), got ${JSON.stringify(of)}`);
    const key = handInKey(id, of);
    if (times.has(key))
      throw new ToolError(`${line}: expected one time for each, got ${JSON.stringify(id)} twice`);
    times.set(key, instantOf(row[time] ?? "", line));
  }
  return new HandInTimes(times);
}

function instantOf(text: string, line: string): number {
  try {
    return deadlineInstant(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new ToolError(`${line}: ${error.message}`);
    throw error;
  }
}

function handInKey(student: string, lab: string): string {
  return JSON.stringify([exactKey(student), lab]);
}
