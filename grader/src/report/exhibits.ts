import type { RunRecord } from "labrpc/testing";
import { encodeReplay } from "../replay/replayCode";
import { replayOf, type Replay } from "../replay/ReplayFile";
import type { FailedSeed, TestRun } from "../run/TestRun";
import type { Failure } from "./GradeReport";

/** What a report has of a failure besides words: everything that was seen, and a way to see it again. */
export interface Exhibit {
  readonly test: string;
  readonly record: RunRecord;
  readonly replay: Replay;
}

/** The exhibits of those tests whose smallest cause was found. */
export function exhibitsOf(lab: string, runs: readonly TestRun[]): Exhibit[] {
  return runs.flatMap(({ test, ending, first }) => {
    const found = ending.kind === "failed" && first !== undefined ? exhibitOf(lab, test, first) : undefined;
    return found === undefined ? [] : [found];
  });
}

/** A longer code is nothing to copy; the file holds the same. */
const LONGEST_CODE = 2_000;

/** What a failure in the report says of its exhibit. */
export function exhibitFields({ test, replay }: Exhibit, flags: string): Partial<Failure> {
  const code = encodeReplay(replay);
  return {
    ...(code.length > LONGEST_CODE ? {} : { replayCode: code }),
    replayCause: `npm run replay -- reports/${replay.lab}/${replayFile(test)}${flags}`,
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

function exhibitOf(lab: string, test: string, { story, record }: FailedSeed): Exhibit | undefined {
  if (story === undefined || record === undefined) return undefined;
  return { test, record, replay: replayOf(lab, story, record) };
}
