import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ToolError } from "../ToolError";
import { replayFile, type Exhibit } from "./exhibits";
import type { GradeReport } from "./GradeReport";
import { renderMarkdown } from "./renderMarkdown";

/** Where reports go. Paths are absolute. */
export interface ReportPlaces {
  /** `reports/LAB` is made in it. */
  readonly root: string;
  /** One more copy of the JSON. */
  readonly json?: string;
}

/**
 * Writes report.json and report.md, and for each exhibit its replay. Takes away what an earlier run left there of
 * tests that have no exhibit now. Throws ToolError when a file cannot be written.
 */
export function writeReports(
  report: GradeReport,
  exhibits: readonly Exhibit[],
  { root, json }: ReportPlaces,
): void {
  const folder = join(root, "reports", report.lab);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  write(join(folder, "report.json"), text);
  write(join(folder, "report.md"), renderMarkdown(report));
  for (const { name } of report.tests) {
    const exhibit = exhibits.find(({ test }) => test === name);
    const file = join(folder, replayFile(name));
    if (exhibit === undefined) rmSync(file, { force: true });
    else write(file, `${JSON.stringify(exhibit.replay)}\n`);
  }
  if (json !== undefined) write(resolve(json), text);
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
