import type { Explanation, SeedResult } from "labrpc/testing";
import { cutReportTexts } from "./cutReportTexts";

/** Why a run failed, as the grader hears of it; undefined when it passed. */
export function reportedExplanation({ outcome, explanation }: SeedResult): Explanation | undefined {
  if (outcome.kind === "passed") return undefined;
  if (explanation === undefined)
    return { kind: "failed", message: outcome.kind, details: [], lastEvents: [], console: [] };
  return cutReportTexts(explanation);
}
