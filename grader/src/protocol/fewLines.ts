const MOST_LINES = 100;
/** Of all lines together. */
const MOST_FEW_LINES_CHARACTERS = 20_000;

/** The first lines of a list; what would be too much for a reader is left out, and the last line says how many. */
export function fewLines(lines: readonly string[]): string[] {
  let characters = 0;
  const end = lines.findIndex((line, index) => {
    characters += line.length;
    return index >= MOST_LINES || characters > MOST_FEW_LINES_CHARACTERS;
  });
  if (end === -1) return [...lines];
  return [...lines.slice(0, end), `… and ${String(lines.length - end)} more`];
}
