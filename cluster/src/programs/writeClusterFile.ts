import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";

/**
 * Writes a file of results, with its folder when that is not there. Throws ToolError when the system refuses: what was
 * measured has been printed by then, and is not lost.
 */
export function writeClusterFile(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new ToolError(`expected to write ${file}, got ${(error as Error).message}`);
  }
}
