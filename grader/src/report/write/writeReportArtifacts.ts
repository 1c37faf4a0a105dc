import { join } from "node:path";
import type { RunRecord } from "labrpc/testing";
import { pictureFileOfTest, replayFileOfTest, type ReportArtifacts } from "../ReportArtifacts";
import { reportPictureWithinLimit } from "./reportPictureWithinLimit";
import { writeReportFile } from "./writeReportFile";

/**
 * Writes the picture and the replay of each failing test into a folder. Throws ToolError when a file cannot be written.
 *
 * @param failureOf what the report says of a test's failure; the picture says its command and its hint
 */
export function writeReportArtifacts(
  folder: string,
  artifacts: readonly ReportArtifacts[],
  failureOf: (test: string) => ReportedFailure | undefined,
): void {
  for (const { test, record, replay } of artifacts) {
    writeReportFile(join(folder, replayFileOfTest(test)), `${JSON.stringify(replay)}\n`);
    writeReportFile(
      join(folder, pictureFileOfTest(test)),
      reportPictureWithinLimit(recordAsReported(record, failureOf(test))),
    );
  }
}

/** What the report says of a failure, as far as the picture repeats it. */
interface ReportedFailure {
  readonly replay: string;
  readonly hint?: string | undefined;
}

function recordAsReported(record: RunRecord, failure: ReportedFailure | undefined): RunRecord {
  if (failure === undefined) return record;
  const { replay, hint } = failure;
  return { ...record, failure: { ...record.failure, replay, ...(hint === undefined ? {} : { hint }) } };
}
