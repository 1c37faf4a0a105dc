import { resolve } from "node:path";
import { commitTime } from "./commitTime";
import { deadlineOf, type Deadline } from "./Deadline";
import { readGradescopeMetadata, type EarlierSubmission } from "./gradescopeMetadata";

/** What the command line says of the deadline. */
export interface DeadlineOptions {
  /** The deadline, and when it was handed in; milliseconds since the epoch. */
  readonly due?: number;
  readonly handedIn?: number;
  /** Gradescope's submission_metadata.json, which says both; relative to where the user is. */
  readonly gradescopeMetadata?: string;
}

/** What a report says besides points. */
export interface HandedInSubmission {
  readonly deadline?: Deadline;
  readonly earlier?: EarlierSubmission;
}

/**
 * How a submission stands to its deadline. `--due` and `--handed-in` say more than Gradescope's file; without either,
 * the time of the last commit in the folder counts. Empty without a deadline. Throws ToolError.
 *
 * @param folder the lab's folder in the submission itself, not in the copy; absolute
 */
export function readDeadline(
  { due, handedIn, gradescopeMetadata }: DeadlineOptions,
  { folder, cwd }: { readonly folder: string; readonly cwd: string },
): HandedInSubmission {
  const told =
    gradescopeMetadata === undefined ? {} : readGradescopeMetadata(resolve(cwd, gradescopeMetadata));
  const earlier = told.earlier === undefined ? {} : { earlier: told.earlier };
  const deadline = due ?? told.due;
  if (deadline === undefined)
    return told.problem === undefined ? earlier : { deadline: { problem: told.problem } };
  const at = handedIn ?? told.handedIn;
  if (at !== undefined) return { ...earlier, deadline: deadlineOf(deadline, at) };
  const commit = commitTime(folder);
  return {
    ...earlier,
    deadline:
      commit.kind === "known"
        ? deadlineOf(deadline, commit.at)
        : deadlineOf(deadline, undefined, commit.problem),
  };
}
