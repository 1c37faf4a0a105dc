import { resolve } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { decodeText } from "toolkit/files/decodeText";
import { readNamedFile } from "toolkit/files/readNamedFile";
import { readShape } from "toolkit/files/readShape";
import { debugFile, decodeDebug, isDebugCode, type DebugFile } from "./debugCode";

/** Reads a code or a file of a debugged run; undefined for what is something else. Throws ToolError when it is damaged. */
export function readDebugFile(given: string, cwd: string): DebugFile | undefined {
  if (isDebugCode(given)) return decodeDebug(given);
  const found = readNamedFile(resolve(cwd, given));
  if (found.kind !== "content") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(decodeText(found.bytes));
  } catch {
    return undefined;
  }
  if ((json as { schema?: unknown } | null)?.schema !== "debug/v1") return undefined;
  const read = readShape(debugFile, json);
  if (read.kind === "wrong") throw new ToolError(`${given} is not a complete debugged run\n${read.problems}`);
  return read.data;
}
