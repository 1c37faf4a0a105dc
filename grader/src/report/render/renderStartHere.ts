import type { ChalkInstance } from "chalk";
import { quotedBehind } from "toolkit/text/quote";
import type { GradeReport, TestReport } from "../GradeReport";
import type { SubmissionSource } from "../source/SubmissionSource";
import { placeOfReportFailure, renderReportFailure } from "./renderReportFailure";

/** Events and printed lines of the failure to start with; `--explain` shows all. */
const MOST_LINES = 8;
/** Characters of the sentence that stands for another failure. */
const MOST_CHARACTERS = 100;

/** How failures are shown. */
export interface StartHereOptions {
  readonly paint: ChalkInstance;
  /** Where the report's files are: "reports/lab1". */
  readonly folder: string;
  readonly source: SubmissionSource | undefined;
  /** What shows the other failures in full: "npm run grade lab1 --", with what chose the submission. */
  readonly command: string;
}

/**
 * The failure to look at first, and a line for each of the others.
 *
 * @param groups tests that failed, those that fail alike together, in the order in which to look at them
 */
export function renderStartHere(
  groups: readonly (readonly TestReport[])[],
  { paint, folder, source, command }: StartHereOptions,
): string[] {
  const [[root, ...alike] = [], ...others] = groups;
  if (root?.failure === undefined) return [];
  const rest = others.flat();
  const isOnly = alike.length === 0 && rest.length === 0;
  const shown = renderReportFailure(root.name, root.failure, {
    paint,
    folder,
    source,
    ...(isOnly ? {} : { mostLines: MOST_LINES }),
  });
  if (isOnly) return [shown];
  return [
    `${paint.bold("Start here:")}\n${shown}`,
    [
      ...linesOfOthers("Fail alike", alike, paint, source),
      ...linesOfOthers("Fail too", rest, paint, source),
      `In full: ${command} --explain ${(alike[0] ?? rest[0])?.name ?? root.name}`,
    ].join("\n"),
  ];
}

function linesOfOthers(
  title: string,
  tests: readonly TestReport[],
  paint: ChalkInstance,
  source: SubmissionSource | undefined,
): string[] {
  if (tests.length === 0) return [];
  return [
    `${tests.length === 1 ? title.replace("Fail", "Fails") : title}:`,
    ...tests.map((test) => `  ${paint.red("✗")} ${test.name}: ${oneLineOfFailure(test, source)}`),
  ];
}

/** What went wrong, in one line. */
function oneLineOfFailure({ failure }: TestReport, source: SubmissionSource | undefined): string {
  if (failure === undefined) return "";
  const [first = ""] = failure.message.split("\n");
  const cut = first.length > MOST_CHARACTERS ? `${first.slice(0, MOST_CHARACTERS - 1)}…` : first;
  const where = placeOfReportFailure(failure, source);
  return `${quotedBehind(cut, 4)}${where === undefined || cut.includes(where) ? "" : ` (${where})`}`;
}

/** The command that shows a failure of a report in full, but for the test's name. */
export function explainCommandOf({ lab }: Pick<GradeReport, "lab">, flags: string): string {
  return `npm run grade ${lab} --${flags}`;
}
