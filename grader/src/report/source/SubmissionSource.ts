import { join, relative, sep } from "node:path";
import { decodeText } from "toolkit/files/decodeText";
import { isWithin } from "toolkit/files/isWithin";
import { readRegularFile } from "toolkit/files/readRegularFile";
import type { Submission } from "toolkit/submission/findSubmission";

/** Bytes of a source file that is shown; a longer one is shown by its places alone. */
const MOST_BYTES = 1_000_000;

/** The code that a report is about, for who shows places in it. */
export class SubmissionSource {
  readonly #lines = new Map<string, readonly string[] | undefined>();

  /**
   * @param submission read when the first place of a file is shown
   * @param cwd where the user is: shown paths are relative to it
   */
  constructor(
    private readonly submission: Pick<Submission, "folder" | "original">,
    private readonly cwd: string,
  ) {}

  /** The lines of a file; undefined when the submission does not have it. @param file relative to the submission */
  lines(file: string): readonly string[] | undefined {
    if (this.#lines.has(file)) return this.#lines.get(file);
    const lines = this.#read(file);
    this.#lines.set(file, lines);
    return lines;
  }

  /** Student code makes up places as it likes, so nothing outside of the submission's copy is read. */
  #read(file: string): readonly string[] | undefined {
    const { folder } = this.submission;
    const path = join(folder, file);
    if (!isWithin(folder, path)) return undefined;
    const read = readRegularFile(path, { most: MOST_BYTES });
    return read.kind === "content" ? decodeText(read.bytes).split(/\r?\n/) : undefined;
  }

  /** The file as the user would name it, so that a terminal or an editor opens it. */
  path(file: string): string {
    return relative(this.cwd, join(this.submission.original, file)).split(sep).join("/");
  }

  /** A text, with the places in it as the user would name them. */
  withPaths(text: string): string {
    return text.replace(PLACE, (whole, before: string, file: string, rest: string) =>
      this.lines(file) === undefined ? whole : `${before}${this.path(file)}${rest}`,
    );
  }
}

/** A place in a text, as the kit writes it. */
const PLACE = /(^|[\s(])([\w-][\w./-]*\.ts)(:\d+(?::\d+)?)(?![\w:])/g;
