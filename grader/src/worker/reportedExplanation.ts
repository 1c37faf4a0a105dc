import type { SeedReport } from "labrpc/testing";
import type { Cause } from "../protocol/protocol";
import { cutTexts } from "./cutTexts";

/** Why a run failed, as the grader gets to know it; undefined when it passed. */
export function causeOf({ outcome, explanation }: SeedReport): Cause | undefined {
  if (outcome.kind === "passed") return undefined;
  if (explanation === undefined)
    return { kind: outcome.kind, message: outcome.kind, details: [], lastEvents: [], console: [] };
  // What is read-only here is plain data on the other side.
  return cutTexts(explanation) as Cause;
}
