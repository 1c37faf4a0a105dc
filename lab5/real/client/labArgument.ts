import type { Command } from "commander";
import { ToolError } from "toolkit/cli/ToolError";

/** Adds the argument `lab5` to a program that only this lab has. */
export function withMiniRedisLabArgument(command: Command): Command {
  return command.argument("<lab>", "lab5", (text: string) => {
    if (text !== "lab5")
      throw new ToolError(`expected lab5, the lab that has this program, got ${JSON.stringify(text)}`);
    return text;
  });
}
