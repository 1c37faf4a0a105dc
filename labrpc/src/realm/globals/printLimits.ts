/** How many lines one life of a host may print before the rest is dropped. */
export const MOST_PRINTED_LINES = 2_000;
/** How many characters of a line are kept. */
export const MOST_LINE_CHARACTERS = 2_000;

/** A line, or its beginning and its length. */
export function cutLine(text: string): string {
  if (text.length <= MOST_LINE_CHARACTERS) return text;
  return `${text.slice(0, MOST_LINE_CHARACTERS)} … (${String(text.length)} characters)`;
}

/** Characters that a line has at most after `cutLine`. */
export const MOST_CUT_LINE_CHARACTERS = MOST_LINE_CHARACTERS + 40;
