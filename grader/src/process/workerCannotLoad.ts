import type { Lab } from "toolkit/labs/readLab";
import { ToolError } from "toolkit/cli/ToolError";

/** Why no test of a lab can run. With hidden tests the reason may quote them, so only a teacher gets to see it. */
export function workerCannotLoad({ name, hidden }: Lab, reason: string): ToolError {
  if (hidden === undefined || hidden.revealedBy !== undefined)
    return new ToolError(`the lab's own tests cannot be loaded:\n${reason}`);
  return new ToolError(
    `expected the tests of ${name} to load, the hidden ones too, got an error; --reveal-hidden shows it, for a teacher`,
  );
}

/** How the message begins; scripts look for it. */
export const WORKER_NOT_STARTED = "the worker could not be started";

/** Why no process that runs tests came to its work, tried several times. */
export function workerCannotStart({ hidden }: Lab, how: string): ToolError {
  const shown = hidden === undefined || hidden.revealedBy !== undefined ? how : how.split("\n")[0];
  return new ToolError(`${WORKER_NOT_STARTED}: ${String(shown)}`);
}
