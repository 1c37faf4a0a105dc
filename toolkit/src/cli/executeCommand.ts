import type { Command } from "commander";
import { describeError } from "./describeError";
import { EXIT } from "./EXIT";
import { parseCommand } from "./parseCommand";
import type { CommandContext } from "./CommandContext";

/**
 * Reads a command's arguments, answers --help, and runs its body, which returns the exit code. An error becomes a
 * message and exit code 2. Never rejects. The command's name is how it is called, as "npm run corpus".
 */
export async function executeCommand(
  command: Command,
  args: readonly string[],
  { print, printError }: CommandContext,
  body: () => Promise<number>,
): Promise<number> {
  try {
    const asked = parseCommand(command, args);
    if (asked === undefined) return await body();
    print(asked.help);
    return EXIT.fullMarks;
  } catch (error) {
    printError(`${describeError(error)}\n`);
    return EXIT.toolFailed;
  }
}
