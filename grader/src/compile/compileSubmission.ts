import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, isCompiled } from "labrpc/compile";
import { filesReachedByTypeCheck } from "../types/filesReachedByTypeCheck";

/** What hosts run of one submission. */
export interface CompileRequest {
  /** The submission's folder, absolute. */
  readonly submission: string;
  /** The lab's, absolute. */
  readonly lab: string;
  /** The student's files in the submission. */
  readonly student: readonly string[];
  /** Files that the lab gives; of some of them a submission has its own. */
  readonly given: readonly string[];
}

/** Each file is needed as it runs, and as it runs where its state is recorded. */
const TELLING = [false, true];

/** Whether workers find all of it compiled. */
export function isCompiledForHosts(request: CompileRequest): boolean {
  return filesOfRequest(request).every((file) => isFileCompiled(file, TELLING));
}

/**
 * Compiles all of it for the cache. What does not parse is no matter here: workers find it out, and say so. Says whether
 * the cache keeps anything: it may be in a place where nobody can write.
 */
export function compileSubmission(request: CompileRequest): "kept" | "not kept" {
  const files = filesOfRequest(request);
  for (const file of files)
    for (const telling of TELLING) compile(file, readFileSync(file, "utf8"), true, telling);
  return files.some((file) => isFileCompiled(file, [false])) ? "kept" : "not kept";
}

function isFileCompiled(file: string, ways: readonly boolean[]): boolean {
  const source = readFileSync(file, "utf8");
  return ways.every((telling) => isCompiled(source, true, telling));
}

function filesOfRequest({ submission, lab, student, given }: CompileRequest): string[] {
  const own = filesReachedByTypeCheck(submission, [...student, ...given]);
  return [...own, ...given.map((file) => join(lab, file)).filter((file) => existsSync(file))];
}
