import { CodeBase } from "labrpc/simulation";
import { labCodeAt } from "./labCodeAt";

/**
 * A program's files beside those that its lab gives.
 *
 * @param lab the lab's folder or one in it, absolute @param submission the program's folder, absolute
 */
export function codeForLab(lab: string, submission: string): CodeBase {
  const { folder, given, fixed = [] } = labCodeAt(lab);
  return new CodeBase({ folder: submission, given: { folder, files: given, fixed } });
}
