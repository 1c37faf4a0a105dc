import { failureSignature, type OrderResult } from "labrpc/testing";
import type { SeedReport } from "../protocol/protocol";
import { reportedExplanation } from "./reportedExplanation";
import { cutReportTexts } from "./cutReportTexts";

/** What the grader gets to know of one seed, or of one order. @param signed whether it asks for the failure's signature */
export function seedReport(id: number, report: OrderResult, signed = false): SeedReport {
  const { seed, digest, counterexample, record, choiceDivergence, hole, order, measured } = report;
  const signature = signed ? failureSignature(report.outcome) : undefined;
  const explanation = hole === undefined ? reportedExplanation(report) : undefined;
  return {
    type: "seed",
    id,
    seed,
    digest,
    ...(order === undefined ? {} : { order }),
    ...(hole === undefined ? {} : { hole }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(explanation === undefined || measured === undefined ? {} : { measured: [...measured] }),
    ...(signature === undefined ? {} : { signature: cutReportTexts(signature) }),
    ...(counterexample === undefined ? {} : { counterexample }),
    ...(record === undefined ? {} : { record: cutReportTexts(record) }),
    ...(choiceDivergence === undefined ? {} : { choiceDivergence }),
  };
}
