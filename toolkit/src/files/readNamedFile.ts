import { readRegularFile } from "./readRegularFile";

/** Bytes of a file that the command line names. None that the kit writes comes near. */
const MOST_NAMED_FILE_BYTES = 32 * 2 ** 20;

/**
 * Reads a file that the command line names and that may come from a student or a platform: whatever it is, it is
 * neither waited for nor read without end. A link to a file is fine, since the user chose it. Never throws.
 *
 * @returns why it cannot be read in a few words: a system's code, or what it is
 */
export function readNamedFile(
  file: string,
):
  | { readonly kind: "content"; readonly bytes: Buffer }
  | { readonly kind: "unreadable"; readonly why: string } {
  const read = readRegularFile(file, { most: MOST_NAMED_FILE_BYTES, followLinks: true });
  switch (read.kind) {
    case "content":
      return read;
    case "missing":
      return { kind: "unreadable", why: "ENOENT" };
    case "irregular":
      return { kind: "unreadable", why: `it is ${read.what}` };
    case "too-large":
      return { kind: "unreadable", why: `it is larger than ${String(MOST_NAMED_FILE_BYTES / 2 ** 20)} MB` };
    case "unreadable":
      return { kind: "unreadable", why: read.code };
  }
}
