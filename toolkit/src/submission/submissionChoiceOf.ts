import type { SubmissionOptions } from "../cli/parseCommand";
import type { SubmissionChoice } from "./findSubmission";

/** Whose code the options ask for. */
export function submissionChoiceOf(
  { solution, submission }: SubmissionOptions,
  cwd: string,
): SubmissionChoice {
  if (solution) return { kind: "solution" };
  return submission === undefined ? { kind: "own" } : { kind: "folder", folder: submission, cwd };
}
