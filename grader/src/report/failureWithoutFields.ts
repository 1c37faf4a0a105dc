import type { TestFailure } from "./testFailure";

/** Fields that a report may do without. */
type SparedField = "picture" | "replayFile" | "replayCause" | "replayCode";

/** The same failure without some of its fields. */
export function failureWithoutFields(failure: TestFailure, fields: readonly SparedField[]): TestFailure {
  const spared: readonly string[] = fields;
  return Object.fromEntries(
    Object.entries(failure).filter(([field]) => !spared.includes(field)),
  ) as TestFailure;
}
