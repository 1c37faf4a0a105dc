import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeText } from "../decodeText";

/** Free late days that a repository asks for. */
export interface LateDays {
  /** 0 to 3. */
  readonly days: number;
  /** Why late.txt counts as 0, when it does for being wrong. */
  readonly problem?: string;
}

const MOST = 3;

/** Reads `late.txt` in the repository's root: one whole number from 0 to 3. No file means 0. Never throws. */
export function readLateDays(repository: string): LateDays {
  const file = join(repository, "late.txt");
  if (!existsSync(file)) return { days: 0 };
  try {
    return parseLateDays(decodeText(readFileSync(file)));
  } catch (error) {
    return { days: 0, problem: `late.txt cannot be read (${(error as Error).message}); it counts as 0` };
  }
}

/** @param text what late.txt holds */
export function parseLateDays(text: string): LateDays {
  const given = text.trim();
  if (/^[0-9]+$/.test(given) && Number(given) <= MOST) return { days: Number(given) };
  const shown = given === "" ? "an empty file" : JSON.stringify(given.slice(0, 40));
  return {
    days: 0,
    problem: `late.txt: expected one whole number from 0 to ${String(MOST)}, got ${shown}; it counts as 0`,
  };
}
