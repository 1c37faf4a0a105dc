import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isWithin } from "toolkit/files/isWithin";

/** Imports that are followed, of all files together: more is no program that somebody wrote. */
const MOST_IMPORTS = 5_000;

/**
 * The student's files and what they import from the submission, so that a broken file that nobody uses does
 * no harm. Imports are found by their look; one in a comment counts too, which only makes the list longer.
 *
 * @returns absolute paths
 */
export function filesReachedByTypeCheck(submission: string, student: readonly string[]): string[] {
  const found = new Set<string>();
  const followed = new Set<string>();
  const waiting = student.map((file) => join(submission, file));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file) || !isReachedByTypeCheck(file)) continue;
    found.add(file);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
      /\b(?:from|import|require\s*\()\s*["'](\.[^"'\n]*)["']/g,
    )) {
      const base = resolve(dirname(file), specifier);
      if (followed.has(base) || followed.size >= MOST_IMPORTS || !isWithin(submission, base)) continue;
      followed.add(base);
      const stem = base.replace(/\.[cm]?[jt]s$/, "");
      const target = [`${stem}.ts`, `${base}.ts`, join(base, "index.ts")].find(isReachedByTypeCheck);
      if (target !== undefined) waiting.push(target);
    }
  }
  return [...found].sort();
}

function isReachedByTypeCheck(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
