import { quotedAlone, quotedBelow } from "toolkit/text/quote";
import type { CodeProblem } from "../GradeReport";
import { sourceFrame } from "../source/sourceFrame";
import type { SubmissionSource } from "../source/SubmissionSource";
import { placeOfReportFailure } from "./renderReportFailure";

/** Of code problems, so many are listed, and so many with a frame of code. */
const MOST_PROBLEMS = 10;
const MOST_FRAMES = 3;

/** How code problems are shown. */
export interface CodeProblemsLook {
  /** How many were found besides those that are listed. Default: none. */
  readonly more?: number | undefined;
  readonly paint: (text: string) => string;
  /** Default: places alone. */
  readonly source?: SubmissionSource | undefined;
  /** Whether the first of them are shown with their lines. */
  readonly frames: boolean;
  /** How many are listed. Default: 10. */
  readonly most?: number;
}

/** What stands above syntax errors. */
export const DOES_NOT_PARSE = "Does not parse; no test can run";

/** Places in files, as editors turn them into links; more of them were found than are listed. */
export function renderCodeProblems(
  title: string,
  found: readonly CodeProblem[],
  { more = 0, paint, source, frames, most = MOST_PROBLEMS }: CodeProblemsLook,
): string[] {
  if (found.length === 0) return [];
  const lines = found.slice(0, most).map((problem, index) => {
    const { message, code } = problem;
    const place = quotedAlone(placeOfReportFailure(problem, source) ?? "", 2);
    const what = quotedBelow(`${code === undefined ? "" : `${code} `}${message}`, 4);
    const frame = frames && source !== undefined && index < MOST_FRAMES ? sourceFrame(source, problem) : [];
    return [`${place}${what.startsWith("\n") ? "" : " "}${what}`, ...frame.map((line) => `    ${line}`)].join(
      "\n",
    );
  });
  const left = found.length - lines.length + more;
  if (left > 0) lines.push(`  … and ${String(left)} more`);
  return [[paint(`${title}:`), ...lines].join("\n")];
}
