import type { Lab } from "../labs/readLab";
import { ToolError } from "../ToolError";

/** Why no test of a lab can run. With hidden tests the cause may quote them, so only a teacher gets to see it. */
export function cannotLoad({ name, hidden }: Lab, cause: string): ToolError {
  if (hidden === undefined || hidden.revealedBy !== undefined)
    return new ToolError(`the lab's own tests cannot be loaded:\n${cause}`);
  return new ToolError(
    `expected the tests of ${name} to load, the hidden ones too, got an error; --reveal-hidden shows it, for a teacher`,
  );
}
