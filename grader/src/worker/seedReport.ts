import type { OrderResult } from "labrpc/testing";
import type { SeedReport } from "../protocol/protocol";
import { reportedExplanation } from "./reportedExplanation";
import { cutReportTexts } from "./cutReportTexts";

/** What the grader gets to know of one seed, or of one order. */
export function seedReport(id: number, report: OrderResult): SeedReport {
  const { seed, digest, counterexample, record, choiceDivergence, hole, order } = report;
  const explanation = hole === undefined ? reportedExplanation(report) : undefined;
  return {
    type: "seed",
    id,
    seed,
    digest,
    ...(order === undefined ? {} : { order }),
    ...(hole === undefined ? {} : { hole }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(counterexample === undefined ? {} : { counterexample }),
    ...(record === undefined ? {} : { record: cutReportTexts(record) }),
    ...(choiceDivergence === undefined ? {} : { choiceDivergence }),
  };
}
