import { ToolError } from "./ToolError";

/** Exit codes of the commands. */
export const EXIT = { fullMarks: 0, lessThanFullMarks: 1, toolFailed: 2 } as const;

/** Expected errors are a message; anything else is a fault of the kit and shows where it happened. */
export function complaint(error: unknown): string {
  if (error instanceof ToolError) return error.message;
  return `the grader itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
