import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
  type Stats,
} from "node:fs";
import { join, relative } from "node:path";

/** What came of reading a file that others provide. */
export type FileRead =
  | { readonly kind: "content"; readonly bytes: Buffer }
  | { readonly kind: "missing" }
  /** Not a regular file; `what` is "a link", "a folder" … */
  | { readonly kind: "irregular"; readonly what: string }
  | { readonly kind: "too-large" }
  /** `code` is the system's, such as "EACCES". */
  | { readonly kind: "unreadable"; readonly code: string };

export interface ReadFileOptions {
  /** Bytes; a file with more of them is not read. */
  readonly most: number;
  /** For files that the user names, and no submission can make: a link to a file counts as the file. Default false. */
  readonly followLinks?: boolean;
  /**
   * A folder, absolute: no folder between it and the file may be a link either, not even one that somebody puts there while
   * the file is read. Default: what is above the file is not looked at.
   */
  readonly within?: string;
}

const CHUNK = 64 * 1024;

/**
 * Reads a file that somebody else made, and does not trust it: a link is not followed, a pipe is not waited for, and a
 * file that grows while it is read is no danger. Never throws.
 */
export function readRegularFile(
  path: string,
  { most, followLinks = false, within }: ReadFileOptions,
): FileRead {
  let file: number | undefined;
  try {
    const seen = followLinks ? statSync(path) : lstatSync(path);
    const what = irregularFileKind(seen);
    if (what !== undefined) return { kind: "irregular", what };
    if (seen.size > most) return { kind: "too-large" };
    file = openSync(path, fileOpenFlags(followLinks));
    const opened = fstatSync(file);
    // It may have become something else since, and Windows cannot be told not to follow a link.
    if (irregularFileKind(opened) !== undefined || opened.ino !== seen.ino)
      return { kind: "irregular", what: "a file that was replaced" };
    if (within !== undefined && !isWhereItSays(opened, path, within))
      return { kind: "irregular", what: "a file behind a link" };
    return readOpenedFile(file, most);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return code === "ELOOP" ? { kind: "irregular", what: "a link" } : { kind: "unreadable", code };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Whether the file that was opened is the one at its path, with no link on the way there. */
function isWhereItSays({ dev, ino }: Stats, path: string, within: string): boolean {
  const real = join(realpathSync(within), relative(within, path));
  if (realpathSync(path) !== real) return false;
  // The way may have led elsewhere when the file was opened.
  const there = lstatSync(real);
  return there.dev === dev && there.ino === ino;
}

/** What it is instead of a regular file, in words; undefined for a regular file. */
export function irregularFileKind(
  stats: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "isFIFO" | "isSocket">,
): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isSymbolicLink()) return "a link";
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

/** Windows has neither of the two. */
function fileOpenFlags(followLinks: boolean): number {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants as Partial<typeof constants>;
  return (O_RDONLY ?? 0) | (O_NONBLOCK ?? 0) | (followLinks ? 0 : (O_NOFOLLOW ?? 0));
}

/** Reads until the end, but never more than one chunk too much: what a file says of its size need not be so. */
function readOpenedFile(file: number, most: number): FileRead {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const count = readSync(file, chunk, 0, CHUNK, null);
    if (count === 0) return { kind: "content", bytes: Buffer.concat(chunks) };
    length += count;
    if (length > most) return { kind: "too-large" };
    chunks.push(chunk.subarray(0, count));
  }
}
