/** Why the system refuses, in words a reader knows; its own name for it stands behind. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EFBIG", "the file would be larger than allowed"],
  ["EROFS", "the disk is read-only"],
  ["EACCES", "access is denied"],
  ["EPERM", "access is denied"],
  ["EIO", "the disk does not work"],
  ["EMFILE", "too many files are open"],
]);

/** What somebody who runs a server should know of its disk. `why`: such as "the disk is full (ENOSPC)". */
export type DiskNews =
  | { readonly kind: "cannot write"; readonly file: string; readonly why: string }
  | { readonly kind: "writes again"; readonly file: string };

/**
 * Tells once that a file cannot be written, and once that it can again: a server tries at each interval and each
 * change, and somebody who reads its lines wants to know of the first failure only.
 */
export class DiskTrouble {
  readonly #tell: (news: DiskNews) => void;
  /** What is known to fail, by file and reason. */
  readonly #known = new Map<string, Set<string>>();

  constructor(tell: (news: DiskNews) => void) {
    this.#tell = tell;
  }

  /** An operation on a file has failed. Errors of the system are told, others are the caller's own. */
  failed(file: string, error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof Error) || code === undefined) return;
    const known = this.#known.get(nameWithoutNumbers(file)) ?? new Set();
    if (known.has(code)) return;
    this.#known.set(nameWithoutNumbers(file), known.add(code));
    this.#tell({ kind: "cannot write", file, why: `${REASONS.get(code) ?? error.message} (${code})` });
  }

  /** What a file holds is safe on the disk. */
  flushed(file: string): void {
    if (this.#known.delete(nameWithoutNumbers(file))) this.#tell({ kind: "writes again", file });
  }
}

/** A log goes on in files with other numbers: for a reader that is one file. */
function nameWithoutNumbers(file: string): string {
  return file.replace(/\d+/g, "#");
}
