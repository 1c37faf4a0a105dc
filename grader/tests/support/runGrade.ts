import { readFileSync } from "node:fs";
import { join } from "node:path";
import { grade } from "../../src/grade";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import type { Surroundings } from "../../src/Surroundings";

/** A small kit with labs of its own. */
export const FIXTURE_KIT = join(__dirname, "../fixtures/kit");

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs a command's function with surroundings that collect what it prints. */
export async function runCommand(
  command: (args: readonly string[], surroundings: Surroundings) => Promise<number>,
  args: readonly string[],
  changes: Partial<Surroundings> = {},
): Promise<Ran> {
  let out = "";
  let errors = "";
  const code = await command(args, {
    root: FIXTURE_KIT,
    cwd: FIXTURE_KIT,
    print: (text) => (out += text),
    complain: (text) => (errors += text),
    color: false,
    terminal: false,
    ...changes,
  });
  return { code, out, errors };
}

/** Runs `grade` on the small kit. */
export function runGrade(...args: string[]): Promise<Ran> {
  return runCommand(grade, args);
}

/** The report that the last run of a lab of the small kit wrote; checked against the schema. */
export function writtenReport(lab: string, root = FIXTURE_KIT): GradeReport {
  return gradeReport.parse(JSON.parse(readFileSync(join(root, "reports", lab, "report.json"), "utf8")));
}

/** A report without what may differ between equal runs. */
export function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !/(Ms|At)$/.test(key))
      .map(([key, inner]) => [key, timeless(inner)]),
  );
}
