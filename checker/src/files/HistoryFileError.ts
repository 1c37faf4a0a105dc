/** A file that is not a history: where, what was expected and what was found. */
export class HistoryFileError extends Error {
  override readonly name = "HistoryFileError";
  /** @param line from 1 */
  constructor(file: string, line: number, expected: string, got: string) {
    const MOST = 120;
    const shown = got.length <= MOST ? got : `${got.slice(0, MOST)}…`;
    super(`${file}:${String(line)}: expected ${expected}; got: ${shown}`);
  }
}
