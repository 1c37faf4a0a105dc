import { stubText } from "../../protocol/stubText";
import type { TestReport } from "../GradeReport";

/** Whether a test failed only because its part is not written yet: then there is nothing to look into. */
export function hasStubInReport({ failure }: Pick<TestReport, "failure">): boolean {
  return failure !== undefined && stubText(failure) !== undefined;
}
