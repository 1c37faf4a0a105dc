import type { SeedResult } from "labrpc/testing";
import type { Explanation } from "../protocol/protocol";
import { cutTexts } from "./cutTexts";

/** Why a run failed, as the grader hears of it; undefined when it passed. */
export function reportedExplanation({ outcome, explanation }: SeedResult): Explanation | undefined {
  if (outcome.kind === "passed") return undefined;
  if (explanation === undefined)
    return { kind: outcome.kind, message: outcome.kind, details: [], lastEvents: [], console: [] };
  // What is read-only here is plain data on the other side.
  return cutTexts(explanation) as Explanation;
}
