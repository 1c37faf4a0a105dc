import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { compile } from "labrpc/simulation";
import type { StudentSyntaxError } from "../protocol/protocol";
import { cutText } from "toolkit/text/studentText";
import { filesReachedByTypeCheck } from "../types/filesReachedByTypeCheck";

/** More than a report lists; it counts the others. */
const MOST_PROBLEMS = 1_000;

/** Where the student's files, and those that they import, do not parse. */
export function syntaxErrors(submission: string, student: readonly string[]): StudentSyntaxError[] {
  const found = filesReachedByTypeCheck(submission, student).flatMap((path) => {
    const file = relative(submission, path).split(sep).join("/");
    return compile(path, readFileSync(path, "utf8"), true).errors.map((problem) => ({ file, ...problem }));
  });
  return found
    .slice(0, MOST_PROBLEMS)
    .map(({ message, ...problem }) => ({ ...problem, message: cutText(message) }));
}
