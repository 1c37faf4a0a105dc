import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { pictureFileOfTest, type ReportArtifacts } from "../ReportArtifacts";
import type { GradeReport } from "../GradeReport";
import { renderHtml } from "../render/html/renderHtml";
import { renderMarkdown } from "../render/renderMarkdown";
import { reportTextWithinLimit } from "../reportWithinLimit";
import type { SubmissionSource } from "../source/SubmissionSource";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { writeReportArtifacts } from "./writeReportArtifacts";

/** Where reports go. Paths are absolute. */
export interface ReportPlaces {
  /** The lab's own, such as `reports/lab1`; made if it is not there. */
  readonly folder: string;
  /** One more copy of the JSON. */
  readonly json?: string;
  /** Whether a report that is there stays: this one is a closer look at some tests of it. Default: it is replaced. */
  readonly keepsReport?: boolean;
  /** The code that was graded, whose lines are shown. Default: places alone. */
  readonly source?: SubmissionSource;
}

/**
 * Writes report.json, report.md and index.html, and for each failing test its picture and its replay. Takes away what an
 * earlier run left there of tests that were run now and have none any more; other tests keep theirs. No file is
 * longer than 5,000,000 bytes. Throws ToolError when a file cannot be written.
 */
export function writeReports(
  report: GradeReport,
  artifacts: readonly ReportArtifacts[],
  { folder, json, keepsReport = false, source }: ReportPlaces,
): void {
  const text = reportTextWithinLimit(report, (told) => `${JSON.stringify(told, null, 2)}\n`);
  if (!keepsReport || !hasReport(folder)) {
    writeResultFile(join(folder, "report.json"), text);
    writeResultFile(
      join(folder, "report.md"),
      reportTextWithinLimit(report, (told) => renderMarkdown(told, source)),
    );
    writeResultFile(
      join(folder, "index.html"),
      reportTextWithinLimit(report, (told) => renderHtml(told, source)),
    );
  }
  removeOldArtifacts(
    folder,
    report.tests.map(({ name }) => name),
  );
  writeReportArtifacts(
    folder,
    artifacts,
    (test) => report.tests.find(({ name }) => name === test)?.failure,
    source,
  );
  if (json !== undefined) writeResultFile(resolve(json), text);
}

/** Whether a report of a lab is there. @param folder see ReportPlaces */
export function hasReport(folder: string): boolean {
  return existsSync(join(folder, "index.html"));
}

/** What an earlier report left there of these tests would be taken for a part of this one. */
function removeOldArtifacts(folder: string, tests: readonly string[]): void {
  try {
    for (const file of readdirSync(folder)) {
      const test = /^(.+)\.(?:replay\.json|html)$/.exec(file)?.[1];
      if (test === undefined || !tests.includes(test)) continue;
      for (const stale of [file, pictureFileOfTest(test)]) rmSync(join(folder, stale), { force: true });
    }
  } catch (error) {
    throw new ToolError(`expected to tidy up ${folder}, got ${(error as Error).message}`);
  }
}
