import { stringify } from "csv-stringify/sync";

/** A table of the cells of each row by column; the first row says which columns. What a spreadsheet would take for a formula is marked as text. */
export function csvOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return stringify([...rows], { header: true, escape_formulas: true });
}
