import { makeFolders } from "toolkit/files/makeFolders";
import { ToolError } from "toolkit/cli/ToolError";

/**
 * Makes the folder of a class's results before anybody is graded: that nothing can be written there is told now, and
 * not after hours. Throws ToolError.
 *
 * @param out absolute
 */
export function makeClassFolder(out: string): void {
  try {
    makeFolders(out);
  } catch (error) {
    throw new ToolError(`expected to write results to ${out}, got ${(error as Error).message}`);
  }
}
