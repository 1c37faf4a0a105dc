/**
 * The tool itself could not do its work: bad input, a broken lab, a missing file. Ends the command with exit
 * code 2. The message says what was expected, what came, and what to do next.
 */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
