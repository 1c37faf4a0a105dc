import { stripVTControlCharacters } from "node:util";

/** A terminal of a usual size: what a grading says of a failure fits on it. */
export const SCREEN_COLUMNS = 100;
export const SCREEN_ROWS = 40;

/** Rows that a text takes on a terminal of that width; colours take no room. */
export function screenRows(text: string): number {
  return stripVTControlCharacters(text)
    .split("\n")
    .reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / SCREEN_COLUMNS)), 0);
}
