import type { Failure } from "./failure";

/** Fields that a report may do without. */
type SparedField = "picture" | "replayFile" | "replayCause" | "replayCode";

/** The same failure without some of its fields. */
export function withoutFields(failure: Failure, fields: readonly SparedField[]): Failure {
  const spared: readonly string[] = fields;
  return Object.fromEntries(Object.entries(failure).filter(([field]) => !spared.includes(field))) as Failure;
}
