import { resolve } from "node:path";
import type { GradeOptions } from "./GradeOptions";
import type { SubmissionOptions } from "./parseCommand";
import type { SubmissionChoice } from "./submission/findSubmission";
import type { Surroundings } from "./Surroundings";

/** Whose code the options ask for. */
export function choiceOf({ solution, submission }: SubmissionOptions, cwd: string): SubmissionChoice {
  if (solution) return { kind: "solution" };
  return submission === undefined ? { kind: "own" } : { kind: "folder", folder: submission, cwd };
}

/** Where the reports go: the reports folder, and a file of the user's. */
export function reportPlaces(
  { json }: GradeOptions,
  { root, reports = root, cwd }: Surroundings,
): { root: string; json?: string } {
  return { root: reports, ...(json === undefined ? {} : { json: resolve(cwd, json) }) };
}
