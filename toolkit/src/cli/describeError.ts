import { errorLines } from "./errorLines";
import { ToolError } from "./ToolError";

/**
 * Expected errors are a message; anything else is a fault of the kit and shows where it happened. What is quoted in
 * either, such as the name of a file, does no harm to a terminal.
 */
export function describeError(error: unknown): string {
  if (error instanceof ToolError) return errorLines(error.message);
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return errorLines(`the grader itself failed: ${why}`);
}
