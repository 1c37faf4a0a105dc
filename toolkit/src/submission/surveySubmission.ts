import { lstatSync, opendirSync, type Dir, type Dirent } from "node:fs";
import { join } from "node:path";
import { irregularFileKind } from "../files/readRegularFile";
import { ToolError } from "../cli/ToolError";

/** Something that lies in a folder. */
export interface SubmissionEntry {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** "file" and "folder" as they are; else what it is: "a link", "a pipe", "too deep", "not readable" … */
  readonly kind: "file" | "folder" | { readonly other: string };
}

/** Most that a submission may hold, without what is left out by name. */
export const MOST_SUBMISSION_ENTRIES = 20_000;
export const MOST_SUBMISSION_BYTES = 256 * 2 ** 20;
/** Folders in folders; what lies deeper is not looked at. */
export const MOST_SUBMISSION_DEPTH = 16;

/** Packages and git's own files are nobody's work, and there may be many of them. */
const LEFT_OUT = new Set(["node_modules", ".git"]);

/**
 * Lists what lies in a folder and below it, and opens no file. The folder is read bit by bit, so one with a million
 * files costs no more than one with MOST_SUBMISSION_ENTRIES. Throws ToolError when there is more than anybody hands in, and for a
 * folder that cannot be read.
 *
 * @param folder absolute
 * @param named how the user knows it, for messages
 */
export function surveySubmission(folder: string, named: string): SubmissionEntry[] {
  const entries: SubmissionEntry[] = [];
  let bytes = 0;
  const waiting: { path: string; depth: number }[] = [{ path: "", depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next;
    const problem = eachFolderEntry(join(folder, path), (entry) => {
      if (LEFT_OUT.has(entry.name)) return;
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      const what = irregularFileKind(entry);
      if (entry.isDirectory() && depth + 1 < MOST_SUBMISSION_DEPTH)
        waiting.push({ path: inner, depth: depth + 1 });
      if (what === undefined) bytes += sizeOfSubmissionFile(join(folder, inner));
      entries.push({ path: inner, kind: kindOfSubmissionEntry(what, depth + 1) });
      if (entries.length > MOST_SUBMISSION_ENTRIES)
        throw tooMuchSubmission(`${String(MOST_SUBMISSION_ENTRIES)} files and folders`, named);
      if (bytes > MOST_SUBMISSION_BYTES)
        throw tooMuchSubmission(`${String(MOST_SUBMISSION_BYTES / 2 ** 20)} MB`, named);
    });
    if (problem === undefined) continue;
    if (path === "")
      throw new ToolError(
        `expected to read the folder ${named}, got ${problem}; give yourself the right to read it`,
      );
    entries.push({ path, kind: { other: "a folder that cannot be read" } });
  }
  // Each system lists them in an order of its own.
  return entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function kindOfSubmissionEntry(what: string | undefined, depth: number): SubmissionEntry["kind"] {
  if (what === undefined) return "file";
  if (what !== "a folder") return { other: what };
  return depth < MOST_SUBMISSION_DEPTH
    ? "folder"
    : { other: `more than ${String(MOST_SUBMISSION_DEPTH)} folders deep` };
}

/** Calls `see` with each entry; returns the system's code when the folder cannot be read to its end. */
function eachFolderEntry(folder: string, see: (entry: Dirent) => void): string | undefined {
  let open: Dir | undefined;
  try {
    open = opendirSync(folder, { bufferSize: 256 });
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) see(entry);
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) throw error;
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    open?.closeSync();
  }
}

/** Bytes; 0 for what has just gone, and for what may not be looked at. */
function sizeOfSubmissionFile(file: string): number {
  try {
    return lstatSync(file).size;
  } catch {
    return 0;
  }
}

function tooMuchSubmission(most: string, named: string): ToolError {
  return new ToolError(
    `expected a submission of at most ${most}, without node_modules and .git, got more in ${named}; hand in the lab's files alone`,
  );
}
