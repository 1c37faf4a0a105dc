import type { GradeReport, TestReport } from "../../report/GradeReport";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";
import { placeOfReportFailure } from "../../report/render/renderReportFailure";
import { reportOfUnseenFailure } from "../../report/reportOfUnseenFailure";
import { replayInOwnRepository } from "./replayInOwnRepository";

/** Why a test gave no points, in the few words that every format has room for. */
export interface WhyNotGraded {
  /** One sentence. */
  readonly message: string;
  readonly hint?: string;
  /** The command that shows it again; there is none for secret seeds and hidden tests. */
  readonly replay?: string;
  /** Place in the submission, "FILE:LINE:COLUMN". */
  readonly place?: string;
}

/** Whether a test has no verdict, so that its score says nothing. */
export function isUnjudgedTest(
  { name }: TestReport,
  { troubles = [] }: Pick<GradeReport, "troubles">,
): boolean {
  return troubles.some(({ test }) => test === name);
}

/** Why a test gave no points; undefined when it passed. Tells nothing of a secret seed or a hidden test but that it failed. */
export function whyNotGraded(
  test: TestReport,
  { troubles = [] }: Partial<GradeReport> = {},
): WhyNotGraded | undefined {
  const { name, status, failure } = test;
  if (status === "passed") return undefined;
  const trouble = troubles.find((one) => one.test === name);
  if (trouble !== undefined) return { message: `not judged: ${trouble.message}` };
  if (failure !== undefined) {
    const where = placeOfReportFailure(failure);
    return {
      message: failure.message,
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
      replay: replayInOwnRepository(failure.replay),
      ...(where === undefined ? {} : { place: where }),
    };
  }
  return reportOfUnseenFailure(test) ?? { message: `${name} did not run: no test file of the lab has it` };
}

/** The same in lines, for formats that show text. A message that could pass for several of them has marks. */
export function whyNotGradedLines({ message, hint, replay, place: where }: WhyNotGraded): string[] {
  return [
    quotedAlone(message, 0),
    ...(where === undefined ? [] : [`at: ${quotedBehind(where, 4)}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ...(replay === undefined ? [] : [`replay: ${replay}`]),
  ];
}
