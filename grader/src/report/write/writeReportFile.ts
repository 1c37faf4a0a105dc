import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";

/** Writes a file, and makes its folders. Throws ToolError when that is not possible. */
export function writeReportFile(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
