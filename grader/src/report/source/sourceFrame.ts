import { cleanText } from "toolkit/text/studentText";
import type { SubmissionSource } from "./SubmissionSource";

/** Characters of a line that are shown, and of those before the place. */
const MOST_CHARACTERS = 100;
const BEFORE_PLACE = 60;
/** Lines above and below the place. */
const AROUND = 1;

/** A position in a submission; line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The line of a place and those around it, with numbers, and a mark below the column; nothing when there is no such line. */
export function sourceFrame(source: SubmissionSource, { file, line, column }: SourcePlace): string[] {
  const lines = source.lines(file) ?? [];
  const text = lines[line - 1];
  if (text === undefined) return [];
  const at = Math.min(Math.max(0, column - 1), text.length);
  const skipped = text.length <= MOST_CHARACTERS ? 0 : Math.max(0, at - BEFORE_PLACE);
  const shown = (content: string): string =>
    cleanText(content.replace(/\t/g, " ")).slice(skipped, skipped + MOST_CHARACTERS);
  const digits = String(Math.min(line + AROUND, lines.length)).length;
  const frame: string[] = [];
  for (let number = Math.max(1, line - AROUND); number <= Math.min(line + AROUND, lines.length); number++) {
    const mark = number === line ? ">" : " ";
    frame.push(`${mark} ${String(number).padStart(digits)} | ${shown(lines[number - 1] ?? "")}`.trimEnd());
    if (number === line) frame.push(`  ${" ".repeat(digits)} | ${" ".repeat(at - skipped)}^`);
  }
  return frame;
}
