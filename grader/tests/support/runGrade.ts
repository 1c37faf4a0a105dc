import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import type { GradeContext } from "../../src/grade/GradeContext";
import type { CheckTypes } from "../../src/types/TypeCheck";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** A small kit with labs of its own. */
export const FIXTURE_KIT = join(__dirname, "../fixtures/kit");

/** Where the reports of this process's tests go: other test files run beside it. */
export const REPORTS = temporaryFolder();

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs a command's function with context that collect what it prints. */
export async function runCommand(
  command: (args: readonly string[], context: GradeContext) => Promise<number>,
  args: readonly string[],
  changes: Partial<GradeContext> = {},
): Promise<Ran> {
  let out = "";
  let errors = "";
  const code = await command(args, {
    root: FIXTURE_KIT,
    reports: REPORTS,
    cwd: FIXTURE_KIT,
    print: (text) => (out += text),
    printError: (text) => (errors += text),
    color: false,
    terminal: false,
    ...changes,
  });
  return { code, out, errors };
}

/** Takes the types for right: to check them takes a process and a second. */
export const typesUnchecked: CheckTypes = () => Promise.resolve({ kind: "checked", errors: [] });

/** Runs `grade` on the small kit, without a look at types, in one process: to start another takes as long as a test. */
export function runGrade(...args: string[]): Promise<Ran> {
  // A closer look at some tests would leave the report of an earlier run as it is.
  rmSync(join(REPORTS, "reports", args[0] ?? "", "index.html"), { force: true });
  const oneProcess = args.includes("--jobs") ? [] : ["--jobs", "1"];
  return runCommand(runGradeCommand, [...args, ...oneProcess], { checkTypes: typesUnchecked });
}

/** The report that the last run of a lab of the small kit wrote; checked against the schema. */
export function writtenReport(lab: string): GradeReport {
  return gradeReport.parse(JSON.parse(readFileSync(join(REPORTS, "reports", lab, "report.json"), "utf8")));
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
