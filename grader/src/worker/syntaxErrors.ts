import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { compile } from "labrpc/simulation";
import type { SyntaxError } from "../run/protocol";
import { reachableFiles } from "../submission/reachableFiles";

/** Where the student's files, and those that they import, do not parse. */
export function syntaxErrors(submission: string, student: readonly string[]): SyntaxError[] {
  return reachableFiles(submission, student).flatMap((path) => {
    const file = relative(submission, path).split(sep).join("/");
    return compile(path, readFileSync(path, "utf8"), true).errors.map((problem) => ({ file, ...problem }));
  });
}
