import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { RunRecord } from "labrpc/testing";
import { renderPicture } from "picture";
import { ToolError } from "../ToolError";
import { pictureFile, replayFile, type Exhibit } from "./exhibits";
import type { GradeReport } from "./GradeReport";
import { renderHtml } from "./renderHtml";
import { renderMarkdown } from "./renderMarkdown";

/** Where reports go. Paths are absolute. */
export interface ReportPlaces {
  /** `reports/LAB` is made in it. */
  readonly root: string;
  /** One more copy of the JSON. */
  readonly json?: string;
}

/**
 * Writes report.json, report.md and index.html, and for each exhibit its picture and its replay. Takes away what an
 * earlier run left there of tests that have no exhibit now. Throws ToolError when a file cannot be written.
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
  write(join(folder, "index.html"), renderHtml(report));
  for (const { name, failure } of report.tests) {
    const exhibit = exhibits.find(({ test }) => test === name);
    const [replay, picture] = [join(folder, replayFile(name)), join(folder, pictureFile(name))];
    if (exhibit === undefined) for (const stale of [replay, picture]) rmSync(stale, { force: true });
    else {
      write(replay, `${JSON.stringify(exhibit.replay)}\n`);
      write(picture, renderPicture(withCommand(exhibit.record, failure?.replay)));
    }
  }
  if (json !== undefined) write(resolve(json), text);
}

/** The picture says how to see the failure again. */
function withCommand(record: RunRecord, replay: string | undefined): RunRecord {
  return replay === undefined ? record : { ...record, failure: { ...record.failure, replay } };
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
