import { readFileSync } from "node:fs";
import { compile, isCompiled } from "labrpc/compile";
import { filesReachedByTypeCheck } from "../types/filesReachedByTypeCheck";

/** What hosts run of one submission. */
export interface CompileRequest {
  /** The submission's folder, absolute. */
  readonly submission: string;
  /** The student's files in it. */
  readonly student: readonly string[];
  /** Files that the lab gives, absolute. */
  readonly given: readonly string[];
}

/** Each file is needed as it runs, and as it runs where its state is recorded. */
const TELLING = [false, true];

/** Whether workers find all of it compiled. */
export function isCompiledForHosts(request: CompileRequest): boolean {
  return filesOfRequest(request).every((file) => {
    const source = readFileSync(file, "utf8");
    return TELLING.every((telling) => isCompiled(source, true, telling));
  });
}

/** Compiles all of it for the cache. What does not parse is no matter here: workers find it out, and say so. */
export function compileSubmission(request: CompileRequest): void {
  for (const file of filesOfRequest(request)) {
    const source = readFileSync(file, "utf8");
    for (const telling of TELLING) compile(file, source, true, telling);
  }
}

function filesOfRequest({ submission, student, given }: CompileRequest): string[] {
  return [...filesReachedByTypeCheck(submission, student), ...given];
}
