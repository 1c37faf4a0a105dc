import { join } from "node:path";
import type { Lab } from "toolkit/labs/readLab";
import { reportArtifactFields, reportArtifactsOfTest, type ReportArtifacts } from "../report/ReportArtifacts";
import { reportFailureOfTest } from "../report/reportFailureOfTest";
import type { SubmissionSource } from "../report/source/SubmissionSource";
import type { TestFailure } from "../report/testFailure";
import { writeReportArtifacts } from "../report/write/writeReportArtifacts";
import { exploreFindingsFolder } from "./search/exploreFindingsFolder";
import type { ExploreFinding } from "./search/ExploreFinding";
import { afterFixInWords } from "./searchInWords";
import { replayCommandLine } from "../artifacts/replayCommandLine";

/** A failure that was found, in the words of a report; with its picture and its replay where there are some. */
export interface ExploreShownFinding {
  readonly test: string;
  readonly failure: TestFailure | undefined;
  readonly artifacts: ReportArtifacts | undefined;
  /** How many clean runs are worth waiting for after a fix, in words. */
  readonly afterFix: string | undefined;
}

export function exploreShownFinding(
  finding: ExploreFinding,
  { lab, flags }: { lab: Lab; flags: string },
): ExploreShownFinding {
  const {
    test: { name, hint },
    run,
    strategy,
  } = finding;
  const artifacts = reportArtifactsOfTest(lab.name, run, strategy);
  const command = (test: string, seed: number): string =>
    replayCommandLine(lab.name, flags, { test, seed, strategy });
  const failure = reportFailureOfTest({ name, hint }, run, command);
  const fields =
    artifacts === undefined
      ? {}
      : reportArtifactFields(artifacts, { flags, folder: exploreFindingsFolder(lab) });
  const afterFix = afterFixInWords(finding, { lab: lab.name, flags });
  return { test: name, failure: failure && { ...failure, ...fields }, artifacts, afterFix };
}

/** Writes pictures and replays. Throws ToolError when a file cannot be written. */
export function writeExploreFindings(
  { root, lab, source }: { root: string; lab: Lab; source: SubmissionSource },
  findings: readonly ExploreShownFinding[],
): void {
  const all = findings.flatMap(({ artifacts }) => (artifacts === undefined ? [] : [artifacts]));
  writeReportArtifacts(
    join(root, exploreFindingsFolder(lab)),
    all,
    (name) => findings.find(({ test }) => test === name)?.failure,
    source,
  );
}
