import { join } from "node:path";
import type { RunRecord } from "labrpc/testing";
import { pictureFileOfTest, replayFileOfTest, type ReportArtifacts } from "../ReportArtifacts";
import { reportPictureWithinLimit } from "./reportPictureWithinLimit";
import { writeReportFile } from "./writeReportFile";

/**
 * Writes the picture and the replay of each failing test into a folder. Throws ToolError when a file cannot be written.
 *
 * @param commandOf the command that shows a test's failure again; the picture says it
 */
export function writeReportArtifacts(
  folder: string,
  artifacts: readonly ReportArtifacts[],
  commandOf: (test: string) => string | undefined,
): void {
  for (const { test, record, replay } of artifacts) {
    writeReportFile(join(folder, replayFileOfTest(test)), `${JSON.stringify(replay)}\n`);
    writeReportFile(
      join(folder, pictureFileOfTest(test)),
      reportPictureWithinLimit(recordWithReplayCommand(record, commandOf(test))),
    );
  }
}

function recordWithReplayCommand(record: RunRecord, replay: string | undefined): RunRecord {
  return replay === undefined ? record : { ...record, failure: { ...record.failure, replay } };
}
