import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "../files/makeFolders";
import { ToolError } from "./ToolError";

/** Writes a file of results, and makes its folders. Throws ToolError when the system refuses. */
export function writeResultFile(file: string, content: string | Uint8Array): void {
  try {
    makeFolders(dirname(file));
    writeFileSync(file, content);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
