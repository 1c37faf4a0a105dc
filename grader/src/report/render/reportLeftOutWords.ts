import type { GradeReport } from "../GradeReport";

/** What of the submission was not looked at, in one line; undefined when there is nothing to say. */
export function reportLeftOutWords({ leftOut }: Pick<GradeReport, "leftOut">): string | undefined {
  if (leftOut === undefined) return undefined;
  return `Left out of the submission and ignored: ${leftOut.join("; ")}.`;
}
