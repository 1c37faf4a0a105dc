import { stringify } from "csv-stringify/sync";

/** The cells of a row, by column. */
export type CsvCells = Readonly<Record<string, string | number>>;

/** Cells with which a spreadsheet would calculate. A dash alone is what Moodle has where there is no grade yet. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20](?!$)/;

/**
 * A table. What a spreadsheet would take for a formula is marked as text.
 *
 * @param columns default: those of the first row
 */
export function csvOf(rows: readonly CsvCells[], columns?: readonly string[]): string {
  return stringify([...rows], {
    header: true,
    cast: { string: (cell) => (FORMULA.test(cell) ? `'${cell}` : cell) },
    ...(columns === undefined ? {} : { columns: [...columns] }),
  });
}
