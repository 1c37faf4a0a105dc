import type { StrategySpec } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";
import { quotedArgument } from "toolkit/files/quotedArgument";
import { encodeReplay } from "../artifacts/replayCode";
import { replayFileOf, type ReplayFile } from "../artifacts/ReplayFile";
import type { TestRun } from "../protocol/TestRun";
import type { FailureFields } from "./testFailure";

/** What the picture and the replay of a failing test are made of. A test of memory has no counterexample to replay. */
export interface ReportArtifacts {
  readonly test: string;
  readonly record: RunRecord;
  readonly replay?: ReplayFile;
}

/** The artifacts of those tests of whose failing run there is a record. */
export function reportArtifactsOfTests(lab: string, runs: readonly TestRun[]): ReportArtifacts[] {
  return runs.flatMap((run) => {
    const found = reportArtifactsOfTest(lab, run, { kind: "random" });
    return found === undefined ? [] : [found];
  });
}

/** Characters of a plan's JSON: a file of a report would be too long with more. */
const LONGEST_PLAN = 400_000;

/** The artifacts of a test of whose failing run there is a record; undefined when its counterexample is too long to be shown. */
export function reportArtifactsOfTest(
  lab: string,
  { test, ending, first }: TestRun,
  strategy: StrategySpec,
): ReportArtifacts | undefined {
  const { counterexample, record } = first ?? {};
  if (ending.kind !== "failed" || record === undefined) return undefined;
  if (counterexample === undefined) return { test, record };
  if (JSON.stringify(counterexample.plan).length > LONGEST_PLAN) return undefined;
  return { test, record, replay: replayFileOf(lab, counterexample, record, strategy) };
}

/** A longer code is nothing to copy; the file holds the same. */
const LONGEST_CODE = 2_000;

/** What a failure in the report says of its artifacts. `folder` is where they are, as "reports/lab1". */
export function reportArtifactFields(
  { test, replay }: ReportArtifacts,
  { flags, folder }: { flags: string; folder: string },
): Pick<FailureFields, "replayCode" | "replayCause" | "picture" | "replayFile"> {
  const picture = pictureFileOfTest(test);
  if (replay === undefined) return { picture };
  const code = encodeReplay(replay);
  return {
    ...(code.length > LONGEST_CODE ? {} : { replayCode: code }),
    replayCause: `npm run replay -- ${quotedArgument(`${folder}/${replayFileOfTest(test)}`)}${flags}`,
    picture,
    replayFile: replayFileOfTest(test),
  };
}

export function pictureFileOfTest(test: string): string {
  return `${test}.html`;
}

export function replayFileOfTest(test: string): string {
  return `${test}.replay.json`;
}
