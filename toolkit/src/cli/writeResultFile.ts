import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ToolError } from "./ToolError";

/** Writes a file of results, and makes its folders. Throws ToolError when the system refuses. */
export function writeResultFile(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
