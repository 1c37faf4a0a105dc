import { isArchiveName } from "./unpackArchive";

/** What the name of a folder or a file says of whose submission it is. */
export interface SubmissionNames {
  /** What may stand for the student: a number, a login, a name. The best first. */
  readonly keys: readonly string[];
  /** Set where the name holds more than the student's, such as "lab1-jane": the end of it may be a key. */
  readonly endsWithKey?: boolean;
  /**
   * Set where all keys that are somebody's have to be the same person's: students choose what they are called, and a
   * number may be of another numbering than the roster's.
   */
  readonly mustAgree?: boolean;
}

/** Canvas, "Download submissions": doejane_LATE_1234_56789_lab1-2.zip, where 1234 is the student's number. */
const CANVAS = /^([^_]+)_(?:LATE_)?(\d+)_\d+_.+$/;
/** Moodle, "Download all submissions": Jane Doe_1234_assignsubmission_file, a folder or the name of a file's beginning. */
const MOODLE = /^(.+?)_\d+_assignsubmission_(?:file|onlinetext)(?:_.*)?$/;
const MOODLE_NUMBER = /_(\d+)_assignsubmission_(?:file|onlinetext)(?=_|$)/g;

/** Reads the name of what lies in a folder of submissions, as platforms give names when they are downloaded. */
export function submissionNames(name: string): SubmissionNames {
  const stem = isArchiveName(name) ? name.replace(/\.(?:zip|tgz|tar|tar\.gz)$/i, "") : name;
  const moodle = MOODLE.exec(stem);
  if (moodle !== null) {
    // Somebody may be called so, or have a file called so, that there are two.
    const numbers = [...stem.matchAll(MOODLE_NUMBER)].map(([, number = ""]) => number);
    return { keys: [moodle[1] ?? "", ...numbers], mustAgree: true };
  }
  const canvas = CANVAS.exec(stem);
  if (canvas !== null) return { keys: [canvas[1] ?? "", canvas[2] ?? ""], mustAgree: true };
  return { keys: [stem], endsWithKey: true };
}
