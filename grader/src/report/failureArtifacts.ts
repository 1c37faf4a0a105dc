import type { StrategySpec } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";
import { encodeReplay } from "../artifacts/replayCode";
import { replayOf, type Replay } from "../artifacts/ReplayFile";
import type { TestRun } from "../protocol/TestRun";
import type { Failure } from "./GradeReport";

/** What a report has of a failure besides words: everything that was seen, and a way to see it again. */
export interface Exhibit {
  readonly test: string;
  readonly record: RunRecord;
  readonly replay: Replay;
}

/** The exhibits of those tests whose smallest cause was found. */
export function exhibitsOf(lab: string, runs: readonly TestRun[]): Exhibit[] {
  return runs.flatMap((run) => {
    const found = exhibitOf(lab, run, { kind: "random" });
    return found === undefined ? [] : [found];
  });
}

/** Characters of a plan's JSON: a file of a report would be too long with more. */
const LONGEST_PLAN = 400_000;

/** The exhibit of a test whose smallest cause was found; undefined when it was not, or is too long to be shown. */
export function exhibitOf(
  lab: string,
  { test, ending, first }: TestRun,
  strategy: StrategySpec,
): Exhibit | undefined {
  const { story, record } = first ?? {};
  if (ending.kind !== "failed" || story === undefined || record === undefined) return undefined;
  if (JSON.stringify(story.plan).length > LONGEST_PLAN) return undefined;
  return { test, record, replay: replayOf(lab, story, record, strategy) };
}

/** A longer code is nothing to copy; the file holds the same. */
const LONGEST_CODE = 2_000;

/** What a failure in the report says of its exhibit. `folder` is where that is, as "reports/lab1". */
export function exhibitFields(
  { test, replay }: Exhibit,
  { flags, folder }: { flags: string; folder: string },
): Pick<Failure, "replayCode" | "replayCause" | "picture" | "replayFile"> {
  const code = encodeReplay(replay);
  return {
    ...(code.length > LONGEST_CODE ? {} : { replayCode: code }),
    replayCause: `npm run replay -- ${folder}/${replayFile(test)}${flags}`,
    picture: pictureFile(test),
    replayFile: replayFile(test),
  };
}

export function pictureFile(test: string): string {
  return `${test}.html`;
}

export function replayFile(test: string): string {
  return `${test}.replay.json`;
}
