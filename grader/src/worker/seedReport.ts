import type { OrderReport } from "labrpc/testing";
import type { SeedReport } from "../protocol/protocol";
import { causeOf } from "./reportedExplanation";
import { cutTexts } from "./cutTexts";

/** What the grader gets to know of one seed, or of one order. */
export function seedReport(id: number, report: OrderReport): SeedReport {
  const { seed, digest, story, record, misfit, hole } = report;
  const cause = hole === undefined ? causeOf(report) : undefined;
  return {
    type: "seed",
    id,
    seed,
    digest,
    ...(hole === undefined ? {} : { hole }),
    ...(cause === undefined ? {} : { cause }),
    ...(story === undefined ? {} : { story }),
    ...(record === undefined ? {} : { record: cutTexts(record) }),
    ...(misfit === undefined ? {} : { misfit }),
  };
}
