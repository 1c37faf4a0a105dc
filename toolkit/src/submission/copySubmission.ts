import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freshFolder, type FreshFolder } from "../files/freshFolder";
import type { Lab } from "../labs/readLab";
import { readRegularFile, type FileRead } from "../files/readRegularFile";
import { ToolError } from "../cli/ToolError";
import type { LeftOut } from "./leftOut";
import { folderStandsFor } from "../files/originalPaths";
import type { SubmissionEntry } from "./surveySubmission";

/** A copy of what the kit reads of a submission, in a fresh folder. */
export interface SubmissionCopy extends FreshFolder {
  readonly leftOut: readonly LeftOut[];
}

/** Most that is copied. */
export const MOST_FILE_MB = 1;
export const MOST_FILES = 500;
export const MOST_COPIED_MB = 5;

const MB = 2 ** 20;
const TOO_MANY = `more than ${String(MOST_FILES)} files`;

/**
 * Copies the TypeScript of a lab folder: regular files only, and no more of them than anybody writes. Everything else
 * looks at the copy. The student's own files have to be among them. Throws ToolError.
 *
 * @param original the lab folder, absolute
 * @param entries what lies in it; see `surveySubmission`
 */
export function copySubmission(
  lab: Lab,
  original: string,
  entries: readonly SubmissionEntry[],
): SubmissionCopy {
  const { folder: above, dispose } = freshFolder(`${lab.name}-submission`);
  // The name stands in messages of the compiler.
  const folder = join(above, lab.name);
  folderStandsFor(folder, original);
  try {
    const { student } = lab.manifest;
    const leftOut: LeftOut[] = entries.flatMap(({ path, kind }) =>
      typeof kind === "object" && !student.includes(path) && leftOutOfSubmissionMatters(path, kind.other)
        ? [{ path, why: kind.other }]
        : [],
    );
    const wanted = entries
      .filter(({ path, kind }) => kind === "file" && path.endsWith(".ts") && !student.includes(path))
      .map(({ path }) => path);
    // If there are too many, the upper ones are the likelier ones to be needed.
    const inOrder = [...student, ...wanted.sort((a, b) => depthInSubmission(a) - depthInSubmission(b))];
    let left = MOST_COPIED_MB * MB;
    for (const [index, path] of inOrder.entries()) {
      const why = index < MOST_FILES ? copyFile(path, index < student.length) : TOO_MANY;
      if (why !== undefined) leftOut.push({ path, why });
    }
    return { folder, dispose, leftOut };

    /** What the survey found at the path, or on the way to it, that is neither file nor folder, such as a link. */
    function inTheWay(path: string): { at: string; what: string } | undefined {
      for (const { path: at, kind } of entries)
        if (typeof kind === "object" && (path === at || path.startsWith(`${at}/`)))
          return { at, what: kind.other };
      return undefined;
    }

    /** Returns why the file was left out. */
    function copyFile(path: string, isStudents: boolean): string | undefined {
      const blocked = isStudents ? inTheWay(path) : undefined;
      const read: FileRead =
        blocked === undefined
          ? readRegularFile(join(original, path), {
              most: Math.min(MOST_FILE_MB * MB, left),
              within: original,
            })
          : { kind: "irregular", what: blocked.what };
      if (isStudents) checkSubmittedFile(read, original, path, blocked?.at);
      if (read.kind !== "content") return whySubmittedFileNotCopied(read, left);
      left -= read.bytes.length;
      return writeSubmissionFile(join(folder, path), read.bytes) ? undefined : "the name cannot be copied";
    }
  } catch (error) {
    dispose();
    throw error;
  }
}

/** A link may have been meant as a folder of sources; of pipes and devices nobody misses one that is no source. */
function leftOutOfSubmissionMatters(path: string, what: string): boolean {
  return path.endsWith(".ts") || !/^a (pipe|socket|device)$/.test(what);
}

function depthInSubmission(path: string): number {
  return path.split("/").length;
}

/** @param left bytes that there was room for */
function whySubmittedFileNotCopied(read: Exclude<FileRead, { kind: "content" }>, left: number): string {
  switch (read.kind) {
    case "irregular":
      return read.what;
    case "too-large":
      return left < MOST_FILE_MB * MB
        ? `no room: at most ${String(MOST_COPIED_MB)} MB in all`
        : `larger than ${String(MOST_FILE_MB)} MB`;
    case "missing":
      return "gone";
    case "unreadable":
      return `cannot be read (${read.code})`;
  }
}

/**
 * Throws ToolError when a file that has to be there cannot be had.
 *
 * @param at what is in the way, when that is not the file itself but a folder above it
 */
function checkSubmittedFile(read: FileRead, folder: string, file: string, at = file): void {
  const path = join(folder, file);
  switch (read.kind) {
    case "content":
      return;
    case "missing":
      throw new ToolError(`expected a file ${file} in ${folder}, got none; put it there and run again`);
    case "irregular": {
      const kind = at === file ? "file" : "folder";
      const advice = read.what === "a link" ? `; links are not followed: put the ${kind} itself there` : "";
      throw new ToolError(`expected ${join(folder, at)} to be a ${kind}, got ${read.what}${advice}`);
    }
    case "too-large":
      throw new ToolError(
        `expected ${path} to have at most ${String(MOST_FILE_MB)} MB, got more; keep data out of it`,
      );
    case "unreadable":
      throw new ToolError(`expected to read ${path}, got ${read.code}; give yourself the right to read it`);
  }
}

/** False for a name that this folder cannot hold beside the others. */
function writeSubmissionFile(path: string, bytes: Buffer): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    // Two names may be one here, and a temporary folder's name is longer.
    if (["EEXIST", "ENAMETOOLONG", "EISDIR", "ENOTDIR"].includes(code)) return false;
    throw new ToolError(
      `expected to copy the submission to a temporary folder, got ${code}; make room there`,
    );
  }
}
