import { z } from "zod";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { ToolError } from "toolkit/cli/ToolError";

const time = z.iso.datetime({ offset: true });
const dates = z.object({ due_date: time.nullish() });

/** The fields that matter here. There are more, and Gradescope may add some. */
const metadata = z.object({
  created_at: time,
  assignment: dates,
  users: z.array(z.object({ assignment: dates.nullish() })).default([]),
  previous_submissions: z
    .array(z.object({ score: z.coerce.number().nullish(), autograder_error: z.boolean().nullish() }))
    .default([]),
});

/** What students handed in before, where the platform tells. Scores are points. */
export interface EarlierSubmission {
  readonly submissions: number;
  readonly best: number;
  readonly last: number;
}

/** What Gradescope says of a submission. Times are milliseconds since the epoch. */
export interface GradescopeMetadata {
  readonly handedIn?: number;
  /** The latest that one of the group has, since extensions are each student's own. */
  readonly due?: number;
  /** Set when there was an earlier submission that could be graded. */
  readonly earlier?: EarlierSubmission;
  /** Why it could not be read. */
  readonly problem?: string;
}

/**
 * Reads Gradescope's `submission_metadata.json`. What it does not understand is a problem in the report and no
 * error: the format is Gradescope's, and a class must not be left without grades when it changes. Throws ToolError
 * for a file that is not there.
 *
 * Source: Gradescope's documentation for autograders, "Submission metadata".
 */
export function readGradescopeMetadata(file: string): GradescopeMetadata {
  const found = readNamedFile(file);
  if (found.kind === "unreadable")
    throw new ToolError(
      `expected Gradescope's submission_metadata.json, got ${file}, which cannot be read (${found.why})`,
    );
  const read = metadata.safeParse(parsedGradescopeMetadata(decodeText(found.bytes)));
  if (!read.success)
    return { problem: "the deadline is not known: submission_metadata.json is not as expected" };
  const { created_at, assignment, users, previous_submissions } = read.data;
  const own = users.flatMap((user) => user.assignment?.due_date ?? []);
  const due = (own.length > 0 ? own : [assignment.due_date ?? []].flat()).map((text) => Date.parse(text));
  const scores = previous_submissions.flatMap(({ score, autograder_error }) =>
    autograder_error === true ? [] : (score ?? []),
  );
  const last = scores.at(-1);
  return {
    handedIn: Date.parse(created_at),
    ...(due.length === 0 ? {} : { due: Math.max(...due) }),
    ...(last === undefined
      ? {}
      : { earlier: { submissions: scores.length, best: Math.max(...scores), last } }),
  };
}

function parsedGradescopeMetadata(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
