import { parse } from "csv-parse/sync";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { ToolError } from "toolkit/cli/ToolError";

/** A row of a table, by column. */
export type TableRow = Readonly<Record<string, string>>;

/** A table that a teacher gives, and its columns in order. */
export interface ReadTable {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/**
 * Reads CSV with a line of column names. Throws ToolError.
 *
 * @param file absolute
 * @param named how the user knows it
 * @param what what was expected where, such as "a roster after --roster"
 */
export function readTable(file: string, named: string, what: string): ReadTable {
  const read = readNamedFile(file);
  if (read.kind === "unreadable")
    throw new ToolError(`expected ${what}, got ${named}, which cannot be read (${read.why})`);
  try {
    const rows: TableRow[] = parse(decodeText(read.bytes), {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
    });
    return { rows, columns: Object.keys(rows[0] ?? {}) };
  } catch (error) {
    throw new ToolError(
      `${named}: expected CSV with a line of column names, got something else: ${(error as Error).message}`,
    );
  }
}

/** The first of these columns that a table has, whatever its capitals; undefined where it has none of them. */
export function columnOf({ columns }: ReadTable, wanted: readonly string[]): string | undefined {
  return wanted
    .map((name) => columns.find((found) => found.toLowerCase() === name))
    .find((found) => found !== undefined);
}
