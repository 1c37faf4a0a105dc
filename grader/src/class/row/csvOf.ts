import { stringify } from "csv-stringify/sync";

/** The cells of a row, by column. */
export type CsvCells = Readonly<Record<string, string | number>>;

/**
 * A table. What a spreadsheet would take for a formula is marked as text.
 *
 * @param columns default: those of the first row
 */
export function csvOf(rows: readonly CsvCells[], columns?: readonly string[]): string {
  return stringify([...rows], {
    header: true,
    escape_formulas: true,
    ...(columns === undefined ? {} : { columns: [...columns] }),
  });
}
