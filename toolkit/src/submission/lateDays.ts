import { join } from "node:path";
import { decodeText } from "../files/decodeText";
import { readRegularFile } from "../files/readRegularFile";

/** Free late days that a repository asks for. */
export interface SubmissionLateDays {
  /** 0 to 3. */
  readonly days: number;
  /** Why late.txt counts as 0, when it does for being wrong. */
  readonly problem?: string;
}

export const LATE_FILE = "late.txt";

const MOST_LATE_DAYS = 3;
const MOST_LATE_FILE_BYTES = 1_000;

/**
 * Reads `late.txt` in the repository's root: one whole number from 0 to 3. No file means 0. What it holds is never
 * told, but for a number: it may be anything. Never throws.
 */
export function readLateDays(repository: string): SubmissionLateDays {
  const read = readRegularFile(join(repository, LATE_FILE), { most: MOST_LATE_FILE_BYTES });
  switch (read.kind) {
    case "content":
      return parseLateDays(decodeText(read.bytes));
    case "missing":
      return { days: 0 };
    case "irregular":
      return wrongLateDays(`cannot be read: expected a file, got ${read.what}`);
    case "too-large":
      return wrongLateDays(
        `: expected one whole number from 0 to ${String(MOST_LATE_DAYS)}, got more than ${String(MOST_LATE_FILE_BYTES)} bytes`,
      );
    case "unreadable":
      return wrongLateDays(`cannot be read (${read.code})`);
  }
}

/** @param text what late.txt holds */
export function parseLateDays(text: string): SubmissionLateDays {
  const given = text.trim();
  if (/^[0-9]+$/.test(given) && Number(given) <= MOST_LATE_DAYS) return { days: Number(given) };
  return wrongLateDays(
    `: expected one whole number from 0 to ${String(MOST_LATE_DAYS)}, got ${describedLateDays(given)}`,
  );
}

/** Whole numbers alone are shown, and short ones only: a secret may be a number too. */
function describedLateDays(given: string): string {
  if (given === "") return "an empty file";
  if (/^-?[0-9]{1,2}$/.test(given)) return given;
  return `a string of ${String(given.length)} character${given.length === 1 ? "" : "s"}`;
}

function wrongLateDays(problem: string): SubmissionLateDays {
  return { days: 0, problem: `${LATE_FILE}${problem.startsWith(":") ? "" : " "}${problem}; it counts as 0` };
}
