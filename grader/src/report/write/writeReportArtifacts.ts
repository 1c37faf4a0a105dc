import { join } from "node:path";
import type { RunRecord } from "labrpc/testing";
import { frameOfReportFailure, placeOfReportFailure } from "../render/renderReportFailure";
import type { PlacedFailure } from "../source/placeOfMistake";
import type { SubmissionSource } from "../source/SubmissionSource";
import type { FailureFields } from "../testFailure";
import { pictureFileOfTest, replayFileOfTest, type ReportArtifacts } from "../ReportArtifacts";
import { reportPictureWithinLimit } from "./reportPictureWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";

/**
 * Writes the picture and the replay of each failing test into a folder. Throws ToolError when a file cannot be written.
 *
 * @param failureOf what the report says of a test's failure; the picture says its command and its hint
 * @param source the code that failed, whose lines are shown. Default: places alone
 */
export function writeReportArtifacts(
  folder: string,
  artifacts: readonly ReportArtifacts[],
  failureOf: (test: string) => ReportedFailure | undefined,
  source?: SubmissionSource,
): void {
  for (const { test, record, replay } of artifacts) {
    if (replay !== undefined)
      writeResultFile(join(folder, replayFileOfTest(test)), `${JSON.stringify(replay)}\n`);
    writeResultFile(
      join(folder, pictureFileOfTest(test)),
      reportPictureWithinLimit(recordAsReported(record, failureOf(test), source)),
    );
  }
}

/** What the report says of a failure, as far as the picture repeats it. */
type ReportedFailure = PlacedFailure &
  Pick<FailureFields, "hint"> & {
    readonly replay: string;
  };

function recordAsReported(
  record: RunRecord,
  failure: ReportedFailure | undefined,
  source: SubmissionSource | undefined,
): RunRecord {
  if (failure === undefined) return record;
  const { replay, hint } = failure;
  const frame = frameOfReportFailure(failure, source);
  const place = placeOfReportFailure(failure);
  const said = {
    replay,
    ...(hint === undefined ? {} : { hint }),
    ...(place === undefined ? {} : { place }),
    ...(frame.length === 0 ? {} : { frame }),
  };
  return { ...record, failure: { ...record.failure, ...said } };
}
