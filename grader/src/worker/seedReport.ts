import type { OrderReport } from "labrpc/testing";
import type { SeedReport } from "../run/protocol";
import { causeOf } from "./causeOf";
import { cutTexts } from "./cutTexts";

/** What the grader gets to know of one seed, or of one order. */
export function seedReport(id: number, report: OrderReport): SeedReport {
  const { seed, story, record, misfit } = report;
  const cause = causeOf(report);
  return {
    type: "seed",
    id,
    seed,
    ...(cause === undefined ? {} : { cause }),
    ...(story === undefined ? {} : { story }),
    ...(record === undefined ? {} : { record: cutTexts(record) }),
    ...(misfit === undefined ? {} : { misfit }),
  };
}
