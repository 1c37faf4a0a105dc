import { quotedAlone, quotedBelow } from "toolkit/text/quote";

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Errors and their places in lines, for formats that show text.
 *
 * @param more how many more were found
 */
export function placeLines(found: readonly Place[], more = 0): string[] {
  const lines = found.map(
    ({ file, line, column, message }) =>
      quotedAlone(`${file}:${String(line)}:${String(column)}`, 0) + quotedBelow(message, 2),
  );
  return more === 0 ? lines : [...lines, `… and ${String(more)} more`];
}
