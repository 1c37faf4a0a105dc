/**
 * Text of a submission on lines of a terminal or of a CI log. What our own lines never begin with, or what has several
 * lines, gets a mark at each line: so no line of it passes for a score, for another test or for an order to a runner.
 */

const MARK = "│";
/** Lines of one text that are shown. */
const MOST_LINES = 40;
/** What a line must not begin with without a mark, blanks of all kinds aside. */
const OURS =
  /^\s*(?:::|##|[✓✗–│]|=== |Score\b|Part\b|\d+\s+\d+\/\d+\b|Does not parse\b|Start here\b|Since last time\b|Fails? (?:alike|too)\b|In full\b|With pictures\b|Not judged\b|Late days\b|hint\b|(?:replay|at|expected|got|seed|cause|picture):)/;

/** The lines of a text, each with a mark. */
export function quotedLines(text: string): string[] {
  const lines = text.split("\n");
  const left = lines.length - MOST_LINES;
  const shown = left > 0 ? [...lines.slice(0, MOST_LINES), `… and ${String(left)} more lines`] : lines;
  return shown.map((line) => `${MARK} ${line}`.trimEnd());
}

/**
 * A text behind words of ours on the same line. Of several lines the first stays there; the others stand below it.
 *
 * @param indent blanks before the other lines
 */
export function quotedBehind(text: string, indent: number): string {
  return text.includes("\n") ? quotedLines(text).join(`\n${" ".repeat(indent)}`) : text;
}

/** A text below words of ours when it has several lines, else behind them; these end with a colon. */
export function quotedBelow(text: string, indent: number): string {
  const lineStart = `\n${" ".repeat(indent)}`;
  return text.includes("\n") ? lineStart + quotedLines(text).join(lineStart) : ` ${text}`;
}

/** A text that has lines of its own. */
export function quotedAlone(text: string, indent: number): string {
  const lineStart = " ".repeat(indent);
  if (text.includes("\n") || OURS.test(text))
    return quotedLines(text)
      .map((line) => lineStart + line)
      .join("\n");
  return lineStart + text;
}
