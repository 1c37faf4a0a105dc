import { complaintLines } from "./errorLines";
import { ToolError } from "./ToolError";

/** Exit codes of the commands. */
export const EXIT = { fullMarks: 0, lessThanFullMarks: 1, toolFailed: 2 } as const;

/**
 * Expected errors are a message; anything else is a fault of the kit and shows where it happened. What is quoted in
 * either, such as the name of a file, does no harm to a terminal.
 */
export function complaint(error: unknown): string {
  if (error instanceof ToolError) return complaintLines(error.message);
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return complaintLines(`the grader itself failed: ${why}`);
}
